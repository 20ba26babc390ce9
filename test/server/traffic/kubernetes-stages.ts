import type { TrafficAdapter } from '#api/traffic-adapter.ts';
import type { KubernetesClient } from '#server/kubernetes/kubernetes-client.ts';
import { ArgoRolloutsRouter, createArgoRolloutsAdapter } from '#server/traffic/argo-rollouts-adapter.ts';
import type { DeploymentReader } from '#server/traffic/deployment-reader.ts';
import { createGatewayApiAdapter, GatewayApiRouter } from '#server/traffic/gateway-api-adapter.ts';
import { createKserveAdapter } from '#server/traffic/kserve-adapter.ts';
import { KserveRouter } from '#server/traffic/kserve-router.ts';
import { type ApiServer, startApiServer } from '../kubernetes/api-server.ts';
import { startArgoController } from '../kubernetes/argo-controller.ts';
import { startGatewayController } from '../kubernetes/gateway-controller.ts';
import { type JsonObject, mergePatched } from '../kubernetes/json-patches.ts';
import { startKserveController } from '../kubernetes/kserve-controller.ts';
import {
  configMapKind,
  httpRouteKind,
  inferenceServiceKind,
  rolloutKind,
} from '../kubernetes/object-kinds.ts';
import { keyOf, type ObjectKind } from '../kubernetes/object-store.ts';
import { rbacRules } from '../kubernetes/rbac-rules.ts';

const deployment: DeploymentReader = {
  warmUp: async () => ({ state: 'ready' }),
  urls: async () => ({ fault: 'asr has no deployment' }),
};
const kubectl = { manager: 'kubectl', operation: 'Update' } as const;
const metadata = { name: 'asr', namespace: 'models' };

/** A stage that answers with v17 in a cluster, and how its traffic is moved. */
export type ClusterStage = {
  server: ApiServer;
  controller: { stop(): void; start(): void };
  adapterWith: (client: KubernetesClient) => TrafficAdapter;
  /** What a third party does with kubectl, so that other traffic follows. */
  disturb: () => void;
};

const settleMs = 200;

export const clusterStages: Record<string, () => Promise<ClusterStage>> = {
  async 'Gateway API'() {
    const server = await startApiServer([httpRouteKind], rbacRules('traffic-gateway-api.md'));
    const controller = startGatewayController(server.store, new Set(['asr-v17', 'asr-v18']));
    const rulesOf = (name: string) => ({ rules: [{ backendRefs: [{ name, port: 80 }] }] });
    const spec = { parentRefs: [{ name: 'gateway' }], ...rulesOf('asr-v17') };
    server.store.create(httpRouteKind, { kind: 'HTTPRoute', metadata, spec }, kubectl);
    const router = GatewayApiRouter.parse({
      namespace: 'models',
      route: 'asr',
      service: 'asr-{version}',
      port: 80,
    });
    return {
      server,
      controller,
      adapterWith: (client) =>
        createGatewayApiAdapter([router], { clientOf: () => client, settleMs }, deployment),
      disturb: () => edit(server, httpRouteKind, { spec: rulesOf('asr-v18') }),
    };
  },

  async KServe() {
    const kinds = [inferenceServiceKind, configMapKind];
    const rules = rbacRules('traffic-kserve.md').map((rule) => ({
      ...rule,
      resourceNames: rule.resourceNames?.map((name) => name.replace('risk', 'asr')),
    }));
    const server = await startApiServer(kinds, rules);
    const controller = startKserveController(server.store);
    const model = { modelFormat: { name: 'onnx' }, storageUri: 's3://asr/v17' };
    const spec = { predictor: { model } };
    server.store.create(inferenceServiceKind, { kind: 'InferenceService', metadata, spec }, kubectl);
    const router = KserveRouter.parse({ namespace: 'models', name: 'asr', storageUri: 's3://asr/{version}' });
    return {
      server,
      controller,
      adapterWith: (client) =>
        createKserveAdapter([router], { clientOf: () => client, settleMs }, deployment),
      disturb: () =>
        edit(server, inferenceServiceKind, { spec: { predictor: { canaryTrafficPercent: 70 } } }),
    };
  },

  async 'Argo Rollouts'() {
    const server = await startApiServer([rolloutKind], rbacRules('traffic-argo-rollouts.md'));
    const controller = startArgoController(server.store);
    const weights = [0, 5, 25, 100];
    const steps = weights.flatMap((setWeight) => [{ setWeight }, { pause: {} }]);
    const template = { spec: { containers: [{ name: 'model', image: 'asr:v17' }] } };
    const spec = { template, strategy: { canary: { steps, trafficRouting: { nginx: {} } } } };
    server.store.create(rolloutKind, { kind: 'Rollout', metadata, spec }, kubectl);
    const router = ArgoRolloutsRouter.parse({
      namespace: 'models',
      rollout: 'asr',
      container: 'model',
      image: 'asr:{version}',
      weights,
    });
    return {
      server,
      controller,
      adapterWith: (client) =>
        createArgoRolloutsAdapter([router], { clientOf: () => client, settleMs }, deployment),
      disturb: () => edit(server, rolloutKind, { status: { promoteFull: true } }, 'status'),
    };
  },
};

function edit({ store }: ApiServer, kind: ObjectKind, patch: JsonObject, subresource?: 'status'): void {
  const writer = { ...kubectl, ...(subresource && { subresource }) };
  store.update(
    kind,
    keyOf(kind, 'models', 'asr'),
    (object) => mergePatched(object, patch) as JsonObject,
    writer,
  );
}
