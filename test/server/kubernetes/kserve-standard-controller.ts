import { InferenceService } from '#server/traffic/inference-service.ts';
import { startController } from './controller.ts';
import type { JsonObject } from './json-patches.ts';
import { deploymentKind, httpRouteKind, inferenceServiceKind } from './object-kinds.ts';
import { type createObjectStore, keyOf, type ObjectKind, type StoredObject } from './object-store.ts';

const writer = { manager: 'kserve-controller-manager', operation: 'Update' } as const;

/**
 * KServe in Standard mode, v0.20: a Deployment for each predictor, and their shares as the weights of an HTTPRoute,
 * whether or not the candidate can answer; its status repeats the spec.
 */
export function startKserveStandardController(store: ReturnType<typeof createObjectStore>) {
  /** Deployments without a pod that answers. */
  const unavailable = new Set<string>();

  function put(kind: ObjectKind, name: string, spec: JsonObject): void {
    const namespace = 'models';
    const object = { kind: kind.kind, metadata: { name, namespace }, spec };
    if (store.has(keyOf(kind, namespace, name)))
      store.update(kind, keyOf(kind, namespace, name), (present) => ({ ...present, spec }), writer);
    else store.create(kind, object, writer);
  }

  function deploy(name: string, minReplicas: number, storageUri: string | undefined): void {
    put(deploymentKind, name, { replicas: minReplicas, template: storageUri });
    const key = keyOf(deploymentKind, 'models', name);
    const { generation } = store.get(key).metadata;
    const availableReplicas = unavailable.has(name) ? 0 : minReplicas;
    const status = { availableReplicas, observedGeneration: generation };
    store.update(deploymentKind, key, (object) => ({ ...object, status }), {
      ...writer,
      subresource: 'status',
    });
  }

  function statusOf(object: StoredObject): JsonObject {
    const { metadata, spec } = InferenceService.parse(object);
    const { canary = [], predictor } = spec;
    const serviceOf = (name?: string) => `${metadata.name}${name === undefined ? '' : `-${name}`}-predictor`;
    for (const candidate of canary)
      deploy(
        serviceOf(candidate.predictor.name),
        candidate.predictor.minReplicas ?? 1,
        candidate.predictor.model?.storageUri,
      );
    const ready = canary.filter(({ predictor: { name } }) => !unavailable.has(serviceOf(name)));
    const lent = ready.reduce((sum, candidate) => sum + (candidate.predictor.minReplicas ?? 1), 0);
    deploy(
      serviceOf(predictor.name),
      Math.max(1, (predictor.minReplicas ?? 1) - lent),
      predictor.model?.storageUri,
    );
    const given = canary.reduce((sum, { trafficPercent }) => sum + trafficPercent, 0);
    put(httpRouteKind, metadata.name, {
      rules: [
        {
          backendRefs: [
            { name: serviceOf(predictor.name), port: 80, weight: 100 - given },
            ...canary.map((candidate) => ({
              name: serviceOf(candidate.predictor.name),
              port: 80,
              weight: candidate.trafficPercent,
            })),
          ],
        },
      ],
    });
    return {
      deploymentMode: 'Standard',
      observedGeneration: 1,
      canaryStatuses: canary.map(({ trafficPercent, predictor: { name } }) => ({ name, trafficPercent })),
    };
  }

  return {
    unavailable,
    ...startController(store, inferenceServiceKind, { manager: writer.manager, statusOf }),
  };
}
