import { afterEach, describe, expect, it } from 'vitest';
import { capabilityFaults } from '#control/traffic/capability-faults.ts';
import { ArgoRolloutsRouter, createArgoRolloutsAdapter } from '#server/traffic/argo-rollouts-adapter.ts';
import type { DeploymentReader } from '#server/traffic/deployment-reader.ts';
import { type ApiServer, startApiServer } from '../kubernetes/api-server.ts';
import { startArgoController } from '../kubernetes/argo-controller.ts';
import { type JsonObject, mergePatched } from '../kubernetes/json-patches.ts';
import { rolloutKind } from '../kubernetes/object-kinds.ts';
import { keyOf } from '../kubernetes/object-store.ts';
import { rbacRules } from '../kubernetes/rbac-rules.ts';
import { documentOf, writeBy } from './traffic-suite.ts';

const servers: ApiServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const deployment: DeploymentReader = {
  warmUp: async () => ({ state: 'ready' }),
  urls: async () => ({ fault: 'asr has no deployment' }),
};
const key = keyOf(rolloutKind, 'models', 'asr');
const kubectl = { manager: 'kubectl', operation: 'Update' } as const;
const plugin = { manager: 'kubectl-argo-rollouts', operation: 'Update', subresource: 'status' } as const;
const { versions } = writeBy(1);
const weights = [0, 5, 25, 100];
const steps = [
  { setCanaryScale: { replicas: 1 } },
  ...weights.flatMap((setWeight) => [{ setWeight }, { pause: {} }]),
];
const templateOf = (version: string) => ({
  spec: { containers: [{ name: 'model', image: `registry/asr:${version}`, args: ['--fast'] }] },
});

/** A Rollout of v17, finished. */
async function rolloutAt({ hasRouting = true } = {}) {
  const server = await startApiServer([rolloutKind], rbacRules('traffic-argo-rollouts.md'));
  servers.push(server);
  const { store } = server;
  const controller = startArgoController(store);
  const canary = { steps, ...(hasRouting && { trafficRouting: { nginx: { stableIngress: 'asr' } } }) };
  const spec = { replicas: 3, template: templateOf('v17'), strategy: { canary } };
  store.create(
    rolloutKind,
    { kind: 'Rollout', metadata: { name: 'asr', namespace: 'models' }, spec },
    kubectl,
  );
  const router = ArgoRolloutsRouter.parse({
    ...server.cluster,
    namespace: 'models',
    rollout: 'asr',
    container: 'model',
    image: 'registry/asr:{version}',
    weights,
  });
  const clusters = { clientOf: () => server.client, settleMs: 300 };
  const adapter = createArgoRolloutsAdapter([router], clusters, deployment);
  const apply = async (candidate: number, fence = 1, of = versions) =>
    (await adapter.apply(documentOf(candidate, { stickyKey: null }), { versions: of, fence })).routers[0]
      ?.error;
  const observed = async () => (await adapter.observe()).routers[0];
  const isReady = (of = versions) => expect.poll(() => adapter.warmUp(of)).toEqual({ state: 'ready' });
  const edit = (patch: JsonObject, writer: typeof kubectl | typeof plugin = kubectl) =>
    store.update(rolloutKind, key, (object) => mergePatched(object, patch) as JsonObject, writer);
  const status = () =>
    store.get(key)['status'] as JsonObject & { canary: { weights: { canary: { weight: number } } } };
  const weight = () => status().canary.weights.canary.weight;
  await expect.poll(() => store.get(key)['status']).toMatchObject({ phase: 'Healthy' });
  return { server, controller, adapter, apply, observed, isReady, edit, status, weight };
}

describe('a Rollout of Argo', () => {
  it('is moved to the step with the weight, forwards and backwards, and skips none', async () => {
    const { isReady, apply, observed, weight, status } = await rolloutAt();
    await isReady();
    expect(weight()).toBe(0);
    for (const share of [500, 2_500, 500, 10_000, 0]) {
      expect(await apply(share, 3)).toBeNull();
      expect(weight()).toBe(share / 100);
      expect(await observed()).toMatchObject({
        document: { split: { candidate: share } },
        fence: 3,
        error: null,
      });
      expect(status()).toMatchObject({ phase: 'Paused' });
    }
  });

  it('names the version that it was read in, on the status too', async () => {
    const { server, isReady, apply } = await rolloutAt();
    await isReady();
    await apply(500);
    const patches = server.requests.filter(({ verb }) => verb === 'patch');
    expect(patches.map(({ path }) => path.endsWith('/status'))).toEqual([false, false, true]);
    for (const { body, contentType } of patches) {
      expect(contentType).toBe('application/merge-patch+json');
      expect(JSON.parse(body)).toMatchObject({
        metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
      });
    }
    expect(JSON.parse(patches[0]?.body ?? '')).toMatchObject({ spec: { template: templateOf('v18') } });
  });

  it('waits for pods, and for the present generation, which is told as a text', async () => {
    const { controller, adapter, apply, isReady, observed, edit } = await rolloutAt();
    controller.unavailable.add('registry/asr:v18');
    await adapter.warmUp(versions);
    await expect
      .poll(() => adapter.warmUp(versions))
      .toMatchObject({
        state: 'starting',
        text: expect.stringContaining('more replicas'),
      });
    controller.unavailable.clear();
    controller.start();
    await isReady();
    await apply(500);

    controller.stop();
    edit({ spec: { replicas: 5 } });
    expect((await observed())?.error).toBe('its controller has not seen the latest change yet');
    controller.start();
    await expect.poll(observed).toMatchObject({ document: { split: { candidate: 500 } }, error: null });
  });

  it('goes on from a success and from a rollback', async () => {
    const { isReady, apply, weight, status } = await rolloutAt();
    await isReady();
    await apply(10_000);
    const next = { stable: versions.candidate, candidate: { ...versions.candidate, version: 'v19' } };
    await isReady(next);
    expect(await apply(500, 1, next)).toBeNull();
    await apply(0, 1, next);

    const other = { ...next, candidate: { ...next.candidate, version: 'v20' } };
    await isReady(other);
    expect(await apply(2_500, 1, other)).toBeNull();
    expect(weight()).toBe(25);
    expect(status()['stableRS']).not.toBe(status()['currentPodHash']);
  });

  it('sees an abort, and takes it back when it is written over', async () => {
    const { isReady, apply, observed, edit, weight } = await rolloutAt();
    await isReady();
    await apply(500);
    edit({ status: { abort: true } }, plugin);
    await expect.poll(observed).toMatchObject({
      document: { split: { candidate: 0 } },
      changedBy: 'kubectl-argo-rollouts',
      error: null,
    });

    expect(await apply(500)).toBeNull();
    expect(weight()).toBe(5);
  });

  it('sees a promotion by somebody, and goes back from it', async () => {
    const { isReady, apply, observed, edit, status } = await rolloutAt();
    await isReady();
    await apply(500);
    const stable = status()['stableRS'];
    edit({ status: { promoteFull: true } }, plugin);
    await expect
      .poll(observed)
      .toMatchObject({ document: { split: { candidate: 10_000 } }, changedBy: 'kubectl-argo-rollouts' });

    expect(await apply(0)).toBe('v17 is put back where it was promoted: it starts anew');
    await expect.poll(() => apply(0)).toBeNull();
    await expect
      .poll(observed)
      .toMatchObject({ document: { split: { candidate: 0 } }, error: null, changedBy: null });
    expect(status()).toMatchObject({ stableRS: stable, phase: 'Healthy' });
  });

  it('sees edited steps, which begin anew, and another image', async () => {
    const { isReady, apply, observed, edit } = await rolloutAt();
    await isReady();
    await apply(2_500);
    edit({ spec: { strategy: { canary: { steps: [...steps, { setWeight: 50 }, { pause: {} }] } } } });
    await expect
      .poll(observed)
      .toMatchObject({ document: { split: { candidate: 0 } }, changedBy: 'kubectl' });

    edit({ spec: { template: templateOf('v99') } });
    await expect.poll(observed).toMatchObject({ document: null, changedBy: 'kubectl', error: null });
    expect(await apply(500)).toBe('it runs registry/asr:v99, which is neither version');
  });

  it('does not go on over a pause of somebody, and goes back over it', async () => {
    const { isReady, apply, edit, weight } = await rolloutAt();
    await isReady();
    await apply(500);
    edit({ spec: { paused: true } });
    expect(await apply(2_500)).toBe('somebody has paused it');
    expect(await apply(0)).toBeNull();
    expect(weight()).toBe(0);
  });

  it('is refused where it cannot be moved', async () => {
    const { adapter, apply, isReady } = await rolloutAt();
    const { capabilities } = adapter;
    expect(capabilityFaults(documentOf(700, { stickyKey: null }), capabilities)).toEqual([
      'the candidate gets 0 % or 5 % or 25 % or 100 % here, not 7 %',
    ]);
    await isReady();
    expect(await apply(700)).toBe('none of its steps has setWeight: 7, followed by pause: {}');
    await apply(500, 3);
    expect(await apply(2_500, 2)).toBe('a later writer (fence 3) has been here');

    const counted = await rolloutAt({ hasRouting: false });
    expect(await counted.adapter.warmUp(versions)).toMatchObject({
      state: 'failed',
      text: expect.stringContaining('no strategy.canary.trafficRouting'),
    });
  });

  it('writes over nobody who comes between, and does a lost write again', async () => {
    const { server, isReady, apply, observed, edit, weight } = await rolloutAt();
    await isReady();
    const how = () => void edit({ spec: { replicas: 4 } });
    server.accidents.push({ verb: 'patch', how: () => undefined }, { verb: 'patch', how });
    expect(await apply(500)).toContain('the object has been modified');
    expect(weight()).toBe(0);
    await expect.poll(() => apply(500)).toBeNull();

    server.accidents.push({ verb: 'patch', how: () => undefined }, { verb: 'patch', how: 'cutAfter' });
    expect(await apply(2_500)).not.toBeNull();
    await expect.poll(observed).toMatchObject({ document: { split: { candidate: 2_500 } }, error: null });
  });
});
