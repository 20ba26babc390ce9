import { afterEach, describe, expect, it } from 'vitest';
import type { DeploymentReader } from '#server/traffic/deployment-reader.ts';
import { createGatewayApiAdapter, GatewayApiRouter } from '#server/traffic/gateway-api-adapter.ts';
import { type ApiServer, startApiServer } from '../kubernetes/api-server.ts';
import { startGatewayController } from '../kubernetes/gateway-controller.ts';
import type { JsonObject } from '../kubernetes/json-patches.ts';
import { httpRouteKind } from '../kubernetes/object-kinds.ts';
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
/** Long enough for a controller of the test, which acts in the next turn. */
const clustersOf = ({ client }: ApiServer) => ({ clientOf: () => client, settleMs: 300 });
const key = keyOf(httpRouteKind, 'models', 'asr');
const kubectl = { manager: 'kubectl', operation: 'Update' } as const;
const backend = (name: string, weight?: number) => ({
  name,
  port: 8080,
  ...(weight !== undefined && { weight }),
});

/** A route of v17 with a second rule, as kubectl made it. */
async function routeAt({ mirror = 'share', ...more }: { mirror?: string; metadata?: JsonObject } = {}) {
  const server = await startApiServer([httpRouteKind], rbacRules('traffic-gateway-api.md'));
  servers.push(server);
  const { store } = server;
  const services = new Set(['asr-v17', 'asr-v18', 'help']);
  const controller = startGatewayController(store, services);
  const rules = [
    { backendRefs: [backend('asr-v17')], matches: [{ path: { type: 'PathPrefix', value: '/v2' } }] },
    { backendRefs: [backend('help')] },
  ];
  const metadata = { name: 'asr', namespace: 'models', ...more.metadata };
  store.create(
    httpRouteKind,
    { ...typeOf, metadata, spec: { parentRefs: [{ name: 'gateway' }], rules } },
    kubectl,
  );
  const router = GatewayApiRouter.parse({
    ...server.cluster,
    namespace: 'models',
    route: 'asr',
    service: 'asr-{version}',
    port: 8080,
    mirror,
  });
  const adapter = createGatewayApiAdapter([router], clustersOf(server), deployment);
  const apply = async (candidate: number, fence = 1, more = {}) =>
    (await adapter.apply(documentOf(candidate, { stickyKey: null, ...more }), writeBy(fence))).routers[0]
      ?.error;
  const observed = async () => (await adapter.observe()).routers[0];
  const specOf = () => store.get(key)['spec'] as { rules: JsonObject[] };
  /** As somebody does with kubectl edit. */
  const edit = (rules: JsonObject[]) =>
    store.update(httpRouteKind, key, (route) => ({ ...route, spec: { ...specOf(), rules } }), kubectl);
  return { server, services, controller, adapter, apply, observed, specOf, edit };
}
const typeOf = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' };

describe('a route of the Gateway API', () => {
  it('splits by weights, and is done when its gateway has taken it', async () => {
    const { server, apply, observed, specOf } = await routeAt();
    expect(await observed()).toMatchObject({ document: null, fence: null, error: null });

    expect(await apply(500, 3)).toBeNull();

    expect(await observed()).toMatchObject({
      document: { split: { candidate: 500 } },
      fence: 3,
      error: null,
    });
    expect(specOf().rules).toMatchObject([
      { backendRefs: [backend('asr-v17', 9_500), backend('asr-v18', 500)], matches: [{}] },
      { backendRefs: [backend('help', 1)] },
    ]);
    const patches = server.requests.filter(({ verb }) => verb === 'patch');
    expect(patches).toMatchObject([{ contentType: 'application/apply-patch+yaml' }]);
  });

  it('takes back everything with the candidate gone', async () => {
    const { apply, observed, specOf, services } = await routeAt();
    await apply(2_500);
    services.delete('asr-v18');

    expect(await apply(0)).toBeNull();
    expect(specOf().rules[0]).toMatchObject({ backendRefs: [backend('asr-v17', 10_000)] });
    expect(await observed()).toMatchObject({ document: { split: { candidate: 0 } }, error: null });
  });

  it('copies a share to an arm that answers nothing, and to no other', async () => {
    const { adapter, apply, observed, specOf } = await routeAt();
    const mirror = [{ to: 'candidate', basisPoints: 2_500 }];
    expect(adapter.capabilities).toMatchObject({ mirror: 'share', stickyKey: false, force: false });

    expect(await apply(0, 1, { mirror })).toBeNull();
    const copy = { backendRef: backend('asr-v18'), fraction: { numerator: 2_500, denominator: 10_000 } };
    expect(specOf().rules[0]).toMatchObject({ filters: [{ type: 'RequestMirror', requestMirror: copy }] });
    expect(await observed()).toMatchObject({ document: { mirror } });

    expect(await apply(500, 1, { mirror })).toContain('cannot get copies of what it answers itself');
    expect(await apply(500)).toBeNull();
    expect(specOf().rules[0]).toMatchObject({ filters: [] });
  });

  it('is not believed before its gateway has seen this change', async () => {
    const { controller, services, apply, observed } = await routeAt();
    await apply(500);
    controller.stop();
    await apply(900);
    expect(await observed()).toMatchObject({ error: 'the gateway has not seen this change yet (Accepted)' });

    services.delete('asr-v18');
    controller.start();
    await expect
      .poll(async () => (await observed())?.error)
      .toBe('ResolvedRefs is False: no Service asr-v18');
  });

  it('tells who else changed it, and what it does since then', async () => {
    const { apply, observed, edit } = await routeAt();
    await apply(500);
    edit([{ backendRefs: [backend('asr-v17', 1), backend('asr-v18', 1)] }]);
    expect(await observed()).toMatchObject({
      document: { split: { candidate: 5_000 } },
      changedBy: 'kubectl',
      error: null,
    });

    edit([{ backendRefs: [backend('asr-v16')] }]);
    expect(await observed()).toMatchObject({ document: null, changedBy: 'kubectl', error: null });

    expect(await apply(500)).toBeNull();
    expect(await observed()).toMatchObject({ document: { split: { candidate: 500 } }, changedBy: null });
  });

  it('refuses what a controller makes, and a writer whose time is over', async () => {
    const owner = { apiVersion: 'v1', kind: 'InferenceService', name: 'asr', uid: '1', controller: true };
    const made = await routeAt({ metadata: { ownerReferences: [owner] } });
    expect(await made.apply(500)).toBe('it is made by InferenceService asr: move the traffic there');

    const { apply } = await routeAt();
    await apply(500, 3);
    expect(await apply(900, 2)).toBe('a later writer (fence 3) has been here');
  });
});

describe('an API server that does not do as it should', () => {
  it('refuses what was made for another version of the object', async () => {
    const { server, apply, edit, specOf } = await routeAt();
    await apply(500);
    const how = () => void edit([{ backendRefs: [backend('asr-v17', 3), backend('asr-v18', 1)] }]);
    server.accidents.push({ verb: 'patch', how });

    expect(await apply(900)).toContain('the object has been modified');
    expect(specOf().rules).toMatchObject([{ backendRefs: [{ weight: 3 }, { weight: 1 }] }]);
  });

  it('says what is forbidden, and that it is away', async () => {
    const { server, adapter, apply, observed } = await routeAt();
    server.accidents.push({ verb: 'patch', how: 500 });
    expect(await apply(500)).toBe('an accident of the API server');
    const forbidden = GatewayApiRouter.parse({
      ...server.cluster,
      namespace: 'models',
      route: 'other',
      service: 'x-{version}',
      port: 1,
    });
    const other = createGatewayApiAdapter([forbidden], clustersOf(server), deployment);
    expect((await other.observe()).routers[0]?.error).toContain(
      '"other" is forbidden: User "anchorwatch" cannot get',
    );
    expect(await other.warmUp(writeBy(1).versions)).toMatchObject({ state: 'failed' });

    await servers.pop()?.stop();
    expect(await adapter.warmUp(writeBy(1).versions)).toMatchObject({ state: 'starting' });
    expect((await observed())?.error).toContain('ECONNREFUSED');
    expect((await adapter.apply(documentOf(500), writeBy(1))).routers[0]?.error).toContain('ECONNREFUSED');
  });

  it('is read back where its answer was lost', async () => {
    const { server, apply, observed } = await routeAt();
    server.accidents.push({ verb: 'patch', how: 'cutAfter' });

    expect(await apply(500)).not.toBeNull();
    expect(await observed()).toMatchObject({ document: { split: { candidate: 500 } } });
    expect(await apply(500)).toBeNull();
  });
});
