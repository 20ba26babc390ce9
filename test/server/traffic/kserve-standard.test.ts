import { afterEach, describe, expect, it } from 'vitest';
import type { DeploymentReader } from '#server/traffic/deployment-reader.ts';
import { createKserveAdapter } from '#server/traffic/kserve-adapter.ts';
import { KserveRouter } from '#server/traffic/kserve-router.ts';
import { type ApiServer, startApiServer } from '../kubernetes/api-server.ts';
import { startGatewayController } from '../kubernetes/gateway-controller.ts';
import { type JsonObject, mergePatched } from '../kubernetes/json-patches.ts';
import { startKserveStandardController } from '../kubernetes/kserve-standard-controller.ts';
import {
  configMapKind,
  deploymentKind,
  httpRouteKind,
  inferenceServiceKind,
} from '../kubernetes/object-kinds.ts';
import { keyOf } from '../kubernetes/object-store.ts';
import { rbacRules } from '../kubernetes/rbac-rules.ts';
import { documentOf, writeBy } from './traffic-suite.ts';

const servers: ApiServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const deployment: DeploymentReader = {
  warmUp: async () => ({ state: 'ready' }),
  urls: async () => ({ fault: 'risk has no deployment' }),
};
const kinds = [inferenceServiceKind, configMapKind, httpRouteKind, deploymentKind];
const key = keyOf(inferenceServiceKind, 'models', 'risk');
const kubectl = { manager: 'kubectl', operation: 'Update' } as const;
const { versions } = writeBy(1);

/** An InferenceService of three replicas that answers with v17. */
async function serviceAt() {
  const server = await startApiServer(kinds, rbacRules('traffic-kserve.md'));
  servers.push(server);
  const { store } = server;
  const services = new Set(['risk-predictor', 'risk-v18-predictor', 'risk-v19-predictor']);
  const gateway = startGatewayController(store, services);
  const controller = startKserveStandardController(store);
  const model = { modelFormat: { name: 'sklearn' }, storageUri: 's3://models/risk/v17' };
  const metadata = { name: 'risk', namespace: 'models' };
  const spec = { predictor: { model, minReplicas: 3, maxReplicas: 6 } };
  store.create(inferenceServiceKind, { kind: 'InferenceService', metadata, spec }, kubectl);
  const router = KserveRouter.parse({
    ...server.cluster,
    namespace: 'models',
    name: 'risk',
    mode: 'standard',
    storageUri: 's3://models/risk/{version}',
  });
  const clusters = { clientOf: () => server.client, settleMs: 300 };
  const adapter = createKserveAdapter([router], clusters, deployment);
  const apply = async (candidate: number, fence = 1, of = versions) =>
    (await adapter.apply(documentOf(candidate, { stickyKey: null }), { versions: of, fence })).routers[0]
      ?.error;
  const observed = async () => (await adapter.observe()).routers[0];
  const isReady = (of = versions) => expect.poll(() => adapter.warmUp(of)).toEqual({ state: 'ready' });
  const edit = (patch: JsonObject) =>
    store.update(inferenceServiceKind, key, (object) => mergePatched(object, patch) as JsonObject, kubectl);
  const specNow = () => store.get(key)['spec'] as { predictor: JsonObject; canary: JsonObject[] };
  const replicasOf = (name: string) =>
    (store.get(keyOf(deploymentKind, 'models', name))['spec'] as { replicas: number }).replicas;
  const weights = () => {
    const route = store.get(keyOf(httpRouteKind, 'models', 'risk'))['spec'] as {
      rules: { backendRefs: JsonObject[] }[];
    };
    return route.rules[0]?.backendRefs.map(({ name, weight }) => [name, weight]);
  };
  await expect.poll(() => store.has(keyOf(httpRouteKind, 'models', 'risk'))).toBe(true);
  await expect.poll(async () => (await observed())?.error).toBeNull();
  return {
    server,
    gateway,
    controller,
    adapter,
    apply,
    observed,
    isReady,
    edit,
    specNow,
    replicasOf,
    weights,
  };
}

describe('KServe in Standard mode', () => {
  it('splits by spec.canary, and is done when the route has the weights', async () => {
    const { isReady, apply, observed, weights, specNow } = await serviceAt();
    await isReady();
    expect(weights()).toEqual([
      ['risk-predictor', 100],
      ['risk-v18-predictor', 0],
    ]);

    expect(await apply(500, 3)).toBeNull();
    expect(weights()).toEqual([
      ['risk-predictor', 95],
      ['risk-v18-predictor', 5],
    ]);
    expect(specNow()).toMatchObject({
      canary: [
        { trafficPercent: 5, predictor: { name: 'v18', model: { storageUri: 's3://models/risk/v18' } } },
      ],
    });
    expect(specNow().predictor).not.toHaveProperty('canaryTrafficPercent');
    expect(await observed()).toMatchObject({
      document: { split: { candidate: 500 } },
      fence: 3,
      error: null,
    });
  });

  it('does not believe its status, which repeats the spec', async () => {
    const { server, gateway, isReady, apply, observed } = await serviceAt();
    await isReady();
    gateway.stop();
    expect(await apply(2_500)).toBeNull();

    expect(server.store.get(key)['status']).toMatchObject({ canaryStatuses: [{ trafficPercent: 25 }] });
    expect((await observed())?.error).toContain('the gateway has not seen this change yet');
  });

  it('gives no share to what cannot answer yet, and takes it back all the same', async () => {
    const { controller, adapter, apply, isReady, edit, weights } = await serviceAt();
    controller.unavailable.add('risk-v18-predictor');
    expect(await adapter.warmUp(versions)).toMatchObject({ state: 'starting' });
    expect(await apply(500)).toBe(
      'risk-v18-predictor is not available: its share would be answered with 503',
    );

    controller.unavailable.clear();
    controller.start();
    await isReady();
    expect(await apply(500)).toBeNull();
    controller.unavailable.add('risk-v18-predictor');
    edit({ metadata: { labels: { look: 'again' } } });
    expect(await apply(0)).toBeNull();
    expect(weights()).toContainEqual(['risk-v18-predictor', 0]);
  });

  it('leaves the stable version all its replicas for the way back', async () => {
    const { isReady, apply, replicasOf, specNow } = await serviceAt();
    await isReady();
    for (const share of [500, 2_500, 0]) {
      await apply(share);
      expect(replicasOf('risk-predictor')).toBe(3);
    }
    expect(specNow().predictor).toMatchObject({ minReplicas: 4 });
  });

  it('makes a candidate that succeeded the predictor by its name, with the next rollout', async () => {
    const { isReady, apply, weights, specNow } = await serviceAt();
    await isReady();
    expect(await apply(10_000)).toBeNull();
    const next = { stable: versions.candidate, candidate: { ...versions.candidate, version: 'v19' } };
    await isReady(next);

    expect(specNow().predictor).toMatchObject({
      name: 'v18',
      minReplicas: 4,
      model: { storageUri: 's3://models/risk/v18' },
    });
    expect(weights()).toEqual([
      ['risk-v18-predictor', 100],
      ['risk-v19-predictor', 0],
    ]);
    expect(await apply(500, 1, next)).toBeNull();
  });

  it('sees what somebody else makes of it', async () => {
    const { isReady, apply, observed, edit, specNow } = await serviceAt();
    await isReady();
    await apply(500);
    const [candidate] = specNow().canary;
    edit({ spec: { canary: [{ ...candidate, trafficPercent: 50 }] } });

    await expect
      .poll(observed)
      .toMatchObject({ document: { split: { candidate: 5_000 } }, changedBy: 'kubectl', error: null });
    expect(await apply(500)).toBeNull();
    expect(await observed()).toMatchObject({ document: { split: { candidate: 500 } }, changedBy: null });
  });

  it('says what the API server refuses, and refuses the other mode', async () => {
    const { server, controller, adapter, apply, edit, observed } = await serviceAt();
    edit({ spec: { predictor: { minReplicas: 6 } } });
    expect(await adapter.warmUp(versions)).toMatchObject({ state: 'failed' });
    expect(await apply(0)).toContain('MinReplicas cannot be greater than MaxReplicas');

    controller.stop();
    server.store.update(
      inferenceServiceKind,
      key,
      (object) => ({ ...object, status: { deploymentMode: 'Knative' } }),
      {
        manager: 'kserve',
        operation: 'Update',
        subresource: 'status',
      },
    );
    expect((await observed())?.error).toContain('it is in Knative mode');
  });
});
