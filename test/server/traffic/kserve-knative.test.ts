import { afterEach, describe, expect, it } from 'vitest';
import type { DeploymentReader } from '#server/traffic/deployment-reader.ts';
import { createKserveAdapter } from '#server/traffic/kserve-adapter.ts';
import { KserveRouter } from '#server/traffic/kserve-router.ts';
import { type ApiServer, startApiServer } from '../kubernetes/api-server.ts';
import type { JsonObject } from '../kubernetes/json-patches.ts';
import { mergePatched } from '../kubernetes/json-patches.ts';
import { startKserveController } from '../kubernetes/kserve-controller.ts';
import { configMapKind, inferenceServiceKind } from '../kubernetes/object-kinds.ts';
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
const key = keyOf(inferenceServiceKind, 'models', 'risk');
const kubectl = { manager: 'kubectl', operation: 'Update' } as const;
const { versions } = writeBy(1);

/** An InferenceService that answers with v17. */
async function serviceAt() {
  const server = await startApiServer([inferenceServiceKind, configMapKind], rbacRules('traffic-kserve.md'));
  servers.push(server);
  const { store } = server;
  const controller = startKserveController(store);
  const model = { modelFormat: { name: 'sklearn' }, storageUri: 's3://models/risk/v17' };
  const metadata = { name: 'risk', namespace: 'models' };
  store.create(
    inferenceServiceKind,
    { metadata, kind: 'InferenceService', spec: { predictor: { model } } },
    kubectl,
  );
  const router = KserveRouter.parse({
    ...server.cluster,
    namespace: 'models',
    name: 'risk',
    storageUri: 's3://models/risk/{version}',
  });
  const clusters = { clientOf: () => server.client, settleMs: 300 };
  const adapter = createKserveAdapter([router], clusters, deployment);
  const apply = async (candidate: number, fence = 1, of = versions) =>
    (await adapter.apply(documentOf(candidate, { stickyKey: null }), { versions: of, fence })).routers[0]
      ?.error;
  const observed = async () => (await adapter.observe()).routers[0];
  const warmUp = (of = versions) => adapter.warmUp(of);
  const isReady = (of = versions) => expect.poll(() => warmUp(of)).toEqual({ state: 'ready' });
  const edit = (patch: JsonObject) =>
    store.update(inferenceServiceKind, key, (object) => mergePatched(object, patch) as JsonObject, kubectl);
  const predictor = () => (store.get(key)['spec'] as { predictor: JsonObject }).predictor;
  const traffic = () => {
    const status = store.get(key)['status'] as { components: { predictor: { traffic: JsonObject[] } } };
    return status.components.predictor.traffic.map(({ revisionName, percent }) => [revisionName, percent]);
  };
  await expect.poll(traffic).toEqual([['risk-predictor-00001', 100]]);
  return { server, controller, adapter, apply, observed, warmUp, isReady, edit, predictor, traffic };
}

describe('KServe on Knative', () => {
  it('puts model and percent into one patch, and never lets a new model have everything', async () => {
    const { server, isReady, apply, observed, traffic } = await serviceAt();
    const seen: unknown[] = [];
    server.store.onChange(({ key: changed }) => changed === key && seen.push(...traffic()));

    await isReady();
    expect(await observed()).toMatchObject({ document: null, error: null });
    const first = server.requests.find(
      ({ verb, path }) => verb === 'patch' && path.includes('inferenceservices'),
    );
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
      spec: { predictor: { canaryTrafficPercent: 0, model: { storageUri: 's3://models/risk/v18' } } },
    });

    expect(await apply(500, 3)).toBeNull();
    expect(traffic()).toEqual([
      ['risk-predictor-00002', 5],
      ['risk-predictor-00001', 95],
    ]);
    expect(await observed()).toMatchObject({
      document: { split: { candidate: 500 } },
      fence: 3,
      changedBy: null,
    });
    expect(seen).not.toContainEqual(['risk-predictor-00002', 100]);
  });

  it('makes no revision but the candidate’s, all the way and back', async () => {
    const { controller, isReady, apply, observed, traffic } = await serviceAt();
    await isReady();
    for (const share of [0, 500, 2_500, 10_000]) expect(await apply(share)).toBeNull();
    expect(traffic()).toEqual([['risk-predictor-00002', 100]]);

    expect(await apply(0)).toBeNull(); // after it was promoted, too
    await expect.poll(traffic).toEqual([
      ['risk-predictor-00002', 0],
      ['risk-predictor-00001', 100],
    ]);
    expect(await observed()).toMatchObject({
      document: { split: { candidate: 0 } },
      error: null,
      changedBy: null,
    });
    expect(controller.revisionsOf('risk')).toHaveLength(2);
  });

  it('tries the next candidate after a rollback, and after a success', async () => {
    const { isReady, apply, traffic } = await serviceAt();
    await isReady();
    await apply(500);
    await apply(0);
    const next = { stable: versions.stable, candidate: { ...versions.candidate, version: 'v19' } };
    await isReady(next);
    expect(await apply(10_000, 1, next)).toBeNull();
    expect(traffic()).toEqual([['risk-predictor-00003', 100]]);

    const then = { stable: next.candidate, candidate: { ...versions.candidate, version: 'v20' } };
    await isReady(then);
    expect(await apply(500, 1, then)).toBeNull();
    expect(traffic()).toEqual([
      ['risk-predictor-00004', 5],
      ['risk-predictor-00003', 95],
    ]);
  });

  it('waits for a model that loads, and gives up one that cannot be', async () => {
    const { controller, warmUp, isReady, edit } = await serviceAt();
    controller.loading.add('s3://models/risk/v18');
    expect(await warmUp()).toMatchObject({ state: 'starting' });
    expect(await warmUp()).toMatchObject({
      state: 'starting',
      text: expect.stringContaining('not ready yet'),
    });
    controller.loading.clear();
    controller.start();
    await isReady();

    controller.broken.set('s3://models/risk/v19', 'no such key: model.joblib');
    const next = { ...versions, candidate: { ...versions.candidate, version: 'v19' } };
    await warmUp(next);
    await expect
      .poll(() => warmUp(next))
      .toMatchObject({
        state: 'failed',
        text: expect.stringContaining('no such key: model.joblib'),
      });

    edit({ metadata: { annotations: { note: 'anything' } } });
    await expect
      .poll(() => warmUp(next))
      .toMatchObject({
        state: 'failed',
        text: expect.stringContaining('somebody else has made revision risk-predictor-00004'),
      });
  });

  it('does not believe its observedGeneration', async () => {
    const { server, controller, isReady, apply, observed } = await serviceAt();
    await isReady();
    controller.stop();
    expect(await apply(500)).toBeNull();
    const { metadata, status } = server.store.get(key);
    (status as JsonObject)['observedGeneration'] = metadata.generation;

    expect(await observed()).toMatchObject({ document: { split: { candidate: 0 } }, error: null });
    controller.start();
    await expect.poll(observed).toMatchObject({ document: { split: { candidate: 500 } } });
  });

  it('sees another revision in the candidate’s place, by an annotation only', async () => {
    const { isReady, apply, observed, edit, traffic } = await serviceAt();
    await isReady();
    await apply(500);
    edit({ metadata: { annotations: { team: 'risk' } } });
    await expect.poll(traffic).toContainEqual(['risk-predictor-00003', 5]);

    expect(await observed()).toMatchObject({ document: null, error: null, changedBy: 'kubectl' });
  });

  it('sees another share, and a revision that nobody meant', async () => {
    const { server, controller, isReady, apply, observed, edit } = await serviceAt();
    await isReady();
    await apply(500);
    edit({ spec: { predictor: { canaryTrafficPercent: 60 } } });
    await expect
      .poll(observed)
      .toMatchObject({ document: { split: { candidate: 6_000 } }, changedBy: 'kubectl', error: null });

    expect(await apply(500)).toBeNull();
    controller.stop();
    const wrong = [{ revisionName: 'risk-predictor-00000', percent: 95 }];
    server.store.update(
      inferenceServiceKind,
      key,
      (object) =>
        mergePatched(object, { status: { components: { predictor: { traffic: wrong } } } }) as JsonObject,
      { manager: 'kserve-controller-manager', operation: 'Update', subresource: 'status' },
    );
    expect(await observed()).toMatchObject({ document: null, changedBy: 'revision risk-predictor-00000' });
  });

  it('writes over nobody, neither a late writer nor one who comes between', async () => {
    const { server, isReady, apply, edit, predictor } = await serviceAt();
    await isReady();
    await apply(500, 3);
    expect(await apply(900, 2)).toBe('a later writer (fence 3) has been here');
    const how = () => void edit({ spec: { predictor: { minReplicas: 2 } } });
    // the first is of what it remembers, the second of the InferenceService
    server.accidents.push({ verb: 'patch', how: () => undefined }, { verb: 'patch', how });

    expect(await apply(900, 3)).toContain('the object has been modified');
    expect(predictor()).toMatchObject({ canaryTrafficPercent: 5, minReplicas: 2 });
  });

  it('shows a write that was cut off half-way, and does it again', async () => {
    const { server, isReady, apply, observed, traffic } = await serviceAt();
    await isReady();
    await apply(500);
    server.accidents.push({ verb: 'patch', how: () => undefined }, { verb: 'patch', how: 'cutBefore' });
    expect(await apply(900)).not.toBeNull();
    expect(await observed()).toMatchObject({
      document: null,
      error: 'it was recorded, and is not written yet',
    });

    expect(await apply(900)).toBeNull();
    expect(traffic()).toContainEqual(['risk-predictor-00002', 9]);
  });

  it('starts nothing to give it nothing', async () => {
    const { controller, apply, observed } = await serviceAt();
    expect(await apply(0)).toBeNull();

    expect(await observed()).toMatchObject({ document: { split: { candidate: 0 } }, error: null });
    expect(controller.revisionsOf('risk')).toEqual(['risk-predictor-00001']);
  });

  it('refuses what it cannot know: another model, half a percent, the other mode', async () => {
    const { server, controller, apply, edit, observed, warmUp } = await serviceAt();
    expect(await apply(550)).toBe('5.5 % is not a whole percent');
    edit({ spec: { predictor: { model: { storageUri: 's3://models/risk/v18' } } } });
    expect(await apply(500)).toBe('somebody else has put v18 there: put v17 back first');
    edit({ spec: { predictor: { model: { storageUri: 's3://models/risk/v3' } } } });
    expect(await apply(500)).toBe('v17 does not answer everything: its model is s3://models/risk/v3');

    controller.stop();
    const status = { ...(server.store.get(key)['status'] as JsonObject), deploymentMode: 'Standard' };
    server.store.update(inferenceServiceKind, key, (object) => ({ ...object, status }), {
      manager: 'kserve',
      operation: 'Update',
      subresource: 'status',
    });
    expect((await observed())?.error).toContain('canaryTrafficPercent is ignored');
    expect(await warmUp()).toMatchObject({ state: 'failed' });
  });
});
