import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { inside, localActor } from '#api/access/actor.ts';
import { auditEntry } from '#api/services/audit/audit-entry.ts';
import { PipelineDefinition } from '#contract/pipeline-definition.ts';
import { type Rollout, RolloutVersion } from '#contract/rollout.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { createRouteTable } from '#server/gateway/route-table.ts';
import { wantedRoutes } from '#server/gateway/wanted-routes.ts';
import { readTrafficConfig } from '#server/traffic/read-traffic-config.ts';
import { createTrafficAdapters } from '#server/traffic/traffic-adapters.ts';
import { draft } from '../../control/rollout/rollouts.ts';
import { hanging, type ModelServer, startModel } from '../gateway/model-server.ts';
import { documentOf, writeBy } from './traffic-suite.ts';

const servers: ModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const slot = { pipeline: 'speech', stage: 'asr' };
const versions = {
  stable: RolloutVersion.parse({ version: 'v17' }),
  candidate: RolloutVersion.parse({ version: 'v18' }),
};

/** A stage whose versions answer as given. */
async function withDeployment(answers: Parameters<typeof startModel>[1][]) {
  const control = createMemoryControlStore({ currentTime: () => Date.now() });
  const endpoints: { version: string; url: string }[] = [];
  for (const [i, answer] of answers.entries()) {
    const server = await startModel(`v${17 + i}`, answer);
    servers.push(server);
    endpoints.push({ version: `v${17 + i}`, url: server.url.href });
  }
  const definition = PipelineDefinition.parse({
    stages: [{ name: 'asr', deployment: { endpoints, stable: 'v17', stickyKey: 'x-user' } }, { name: 'vad' }],
  });
  const entry = auditEntry(localActor(inside), new Date(), { action: 'pipeline.put', subject: 'speech' });
  await control.putPipeline({ name: 'speech', definition }, entry);
  const table = createRouteTable({ silentAfterMs: 60_000 });
  return { control, table, adapters: createTrafficAdapters({ control, table, config: [] }) };
}

describe('the gateway as an adapter', () => {
  it('does what it is told at once, and says what it does', async () => {
    const { table, adapters } = await withDeployment([undefined, undefined]);
    const adapter = adapters.adapterOf(slot);

    expect((await adapter?.observe())?.routers).toMatchObject([{ document: null, error: null }]);
    expect(await adapter?.apply(documentOf(500), writeBy(3))).toEqual({
      routers: [{ router: 'gateway', error: null }],
    });
    expect((await adapter?.observe())?.routers).toMatchObject([{ document: documentOf(500), fence: 3 }]);
    expect(table.find('/speech/asr/v2')?.route.endpoints.candidate?.version).toBe('v18');
    expect((await adapter?.apply(documentOf(900), writeBy(2)))?.routers[0]?.error).toContain(
      'a later writer',
    );
  });

  it('sends a version without an endpoint nothing', async () => {
    const { adapters } = await withDeployment([undefined]);
    const errorOf = async (stage: string) =>
      (await adapters.adapterOf({ ...slot, stage })?.apply(documentOf(500), writeBy(1)))?.routers[0]?.error;

    expect(await errorOf('asr')).toBe('version v18 has no endpoint');
    expect(await errorOf('vad')).toContain('vad has no deployment');
  });

  it('answers from stable versions before any rollout', async () => {
    const { control } = await withDeployment([undefined, undefined]);

    expect(await wantedRoutes(control)).toMatchObject([
      { ...slot, document: { split: { stable: 10_000 } }, endpoints: { stable: { version: 'v17' } } },
    ]);
  });
});

describe('the gateway after a start', () => {
  async function routeOf(patch: Partial<Rollout>) {
    const { control } = await withDeployment([undefined, undefined]);
    const stored = { rollout: draft({ ...slot, step: 1, ...patch }), revision: 0, headHash: '' };
    await control.writeRollout({ stored, events: [] });
    return (await wantedRoutes(control))[0];
  }

  it('splits as the rollout under way wants', async () => {
    expect(await routeOf({ phase: 'soaking', desired: documentOf(500) })).toMatchObject({
      document: documentOf(500),
      endpoints: { stable: { version: 'v17' }, candidate: { version: 'v18' } },
    });
  });

  it('takes what succeeded for the stable version', async () => {
    const route = await routeOf({ phase: 'succeeded', desired: documentOf(10_000) });

    expect(route).toMatchObject({
      document: { split: { stable: 10_000, candidate: 0 }, salt: 'salt-1' },
      endpoints: { stable: { version: 'v18' } },
    });
    expect(route?.endpoints.candidate).toBeUndefined();
  });

  it('goes to the stable version of the deployment while a rollout has no traffic yet', async () => {
    expect(await routeOf({ phase: 'preparing', step: -1 })).toMatchObject({
      document: { salt: 'none' },
      endpoints: { stable: { version: 'v17' } },
    });
  });
});

describe('a candidate that is warmed up', () => {
  const warmUp = async (answer: Parameters<typeof startModel>[1]) => {
    const { adapters } = await withDeployment([undefined, answer]);
    return adapters.adapterOf(slot)?.warmUp(versions);
  };

  it('has to answer as the stable version does', async () => {
    expect(await warmUp(undefined)).toEqual({ state: 'ready' });
    expect(await warmUp((_, __, response) => response.writeHead(503).end())).toEqual({
      state: 'failed',
      text: 'v18: the probe was answered with 503',
    });
    expect(await warmUp((_, __, response) => response.end('{"prediction":1}'))).toEqual({
      state: 'failed',
      text: 'v18: its answer has no confidence',
    });
  });

  it('has to be there', async () => {
    const { adapters } = await withDeployment([undefined, hanging]);
    await servers[1]?.stop();

    expect(await adapters.adapterOf(slot)?.warmUp(versions)).toMatchObject({
      state: 'failed',
      text: expect.stringMatching(/^v18: the probe failed/),
    });
  });
});

describe('routers that the operator names', () => {
  function configOf(text: string) {
    const folder = mkdtempSync(join(tmpdir(), 'traffic-'));
    const file = join(folder, 'traffic.yaml');
    writeFileSync(file, text);
    try {
      return readTrafficConfig(file);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('move the stages that they are given', async () => {
    const { control, table } = await withDeployment([undefined]);
    const config = configOf(`
- pipeline: speech
  stage: asr
  nginx: [{ file: /etc/nginx/asr.conf, name: asr, read: "http://127.0.0.1:8080/anchorwatch/asr" }]
- pipeline: speech
  stage: vad
  haproxy: [{ socket: /run/haproxy.sock, map: /etc/haproxy/vad.map, stickyKey: x-user }]
- pipeline: speech
  stage: tts
  webhook: [{ url: "http://router.example/asr", token: secret }]
  capabilities: { smallestShare: 1, stickyKey: true }
- pipeline: speech
  stage: rank
  gatewayApi: [{ namespace: models, route: rank, service: "rank-{version}", port: 80 }]
`);
    const adapters = createTrafficAdapters({ control, table, config });

    expect(
      ['asr', 'vad', 'tts', 'rank', 'nlu'].map((stage) => adapters.adapterOf({ ...slot, stage })?.name),
    ).toEqual(['nginx', 'haproxy', 'webhook', 'gateway-api', 'gateway']);
    expect(adapters.adapterOf({ ...slot, stage: 'tts' })?.capabilities).toMatchObject({
      smallestShare: 1,
      stickyKey: true,
      mirror: 'none',
    });
  });

  it.each([
    ['traffic-kserve.md', 'kserve'],
    ['traffic-argo-rollouts.md', 'argo-rollouts'],
    ['traffic-gateway-api.md', 'gateway-api'],
  ])('are named as %s has it', async (page, name) => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs', page), 'utf8');
    const entry = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].find(([, yaml]) =>
      yaml?.startsWith('- pipeline'),
    );
    const config = configOf(entry?.[1] ?? '');
    const { control, table } = await withDeployment([undefined]);

    expect(config).toHaveLength(1);
    const [first] = config;
    expect(first && createTrafficAdapters({ control, table, config }).adapterOf(first)?.name).toBe(name);
  });

  it('are refused with the place of the mistake', () => {
    expect(() => configOf('- pipeline: speech')).toThrow('ANCHORWATCH_TRAFFIC=');
    expect(() => readTrafficConfig('/no/such/file.yaml')).toThrow('cannot be read');
  });
});
