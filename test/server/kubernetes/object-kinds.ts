import { Rollout } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/Rollout';
import { HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { z } from 'zod';
import type { JsonObject } from './json-patches.ts';
import type { ObjectKind } from './object-store.ts';

/** By the schemas that `@kubernetes-models` makes of the published Go types, with their bounds and required fields. */
export const httpRouteKind: ObjectKind = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  plural: 'httproutes',
  kind: 'HTTPRoute',
  faultsOf: (object) => modelFaults(() => new HTTPRoute(withoutManagers(object)).validate()),
};

export const rolloutKind: ObjectKind = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
  faultsOf: (object) => modelFaults(() => new Rollout(withoutManagers(object)).validate()),
};

const Model = z.looseObject({
  modelFormat: z.looseObject({ name: z.string() }),
  storageUri: z.string().optional(),
});
const Predictor = z.looseObject({
  name: z.string().optional(),
  minReplicas: z.number().int().optional(),
  maxReplicas: z.number().int().optional(),
  canaryTrafficPercent: z.number().int().optional(),
  model: Model,
});
/**
 * No package carries the schema of KServe's InferenceService: the fields that are used here, written by hand from the
 * published CRD (serving.kserve.io/v1beta1), with what its admission webhook refuses of `canary`.
 */
const InferenceService = z.looseObject({
  spec: z
    .looseObject({
      predictor: Predictor,
      canary: z
        .array(
          z.looseObject({
            trafficPercent: z.number().int().min(0).max(100),
            predictor: Predictor.extend({ name: z.string(), maxReplicas: z.undefined().optional() }),
          }),
        )
        .refine((canary) => canary.reduce((sum, { trafficPercent }) => sum + trafficPercent, 0) <= 100, {
          error: 'the percents of spec.canary sum to more than 100',
        })
        .refine((canary) => new Set(canary.map(({ predictor }) => predictor.name)).size === canary.length, {
          error: 'the names in spec.canary are not unique',
        })
        .optional(),
    })
    .refine(
      ({ predictor: { minReplicas, maxReplicas } }) =>
        minReplicas === undefined || maxReplicas === undefined || minReplicas <= maxReplicas,
      { error: 'MinReplicas cannot be greater than MaxReplicas' },
    ),
});

export const inferenceServiceKind: ObjectKind = {
  group: 'serving.kserve.io',
  version: 'v1beta1',
  plural: 'inferenceservices',
  kind: 'InferenceService',
  faultsOf: (object) => schemaFaults(InferenceService, object),
};

export const configMapKind: ObjectKind = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  faultsOf: (object) => schemaFaults(z.looseObject({ data: z.record(z.string(), z.string()) }), object),
};

export const deploymentKind: ObjectKind = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
  faultsOf: () => [],
};

/** Their metadata is checked by the server that keeps it. */
function withoutManagers(object: JsonObject): never {
  const { metadata, ...rest } = object;
  const { managedFields: _, ...kept } = metadata as JsonObject;
  return { ...rest, metadata: kept } as never;
}

function modelFaults(validate: () => void): string[] {
  try {
    validate();
    return [];
  } catch (fault) {
    return [(fault as Error).message];
  }
}

function schemaFaults(schema: z.ZodType, object: JsonObject): string[] {
  const parsed = schema.safeParse(object);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
