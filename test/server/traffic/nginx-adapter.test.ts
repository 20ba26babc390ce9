import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrafficDocument } from '#contract/traffic.ts';
import type { DeploymentReader } from '#server/traffic/deployment-reader.ts';
import { createNginxAdapter, NginxRouter } from '#server/traffic/nginx-adapter.ts';
import { type ModelServer, startModel } from '../gateway/model-server.ts';
import { startNginx } from './start-proxy.ts';
import { ask, documentOf, versionOf, writeBy } from './traffic-suite.ts';

const SERVER = `
  location / { proxy_pass http://$asr; proxy_http_version 1.1; proxy_set_header Connection ""; }
  location = /anchorwatch/asr { return 200 $asr_document; }
`;
/** Before the first write: the variables are there, and say nothing. */
const EMPTY = 'map "" $asr { default x; }\nmap "" $asr_document { default ""; }\n';

let stable: ModelServer;
let candidate: ModelServer;
let nginx: Awaited<ReturnType<typeof startNginx>>;
beforeEach(async () => {
  [stable, candidate] = [await startModel('v17'), await startModel('v18')];
  nginx = await startNginx(SERVER, { 'routes.conf': EMPTY });
});
afterEach(async () => {
  await nginx[Symbol.asyncDispose]();
  await Promise.all([stable.stop(), candidate.stop()]);
});

function steering() {
  const router = NginxRouter.parse({
    file: join(nginx.folder, 'routes.conf'),
    name: 'asr',
    command: nginx.command,
    read: `${nginx.url}/anchorwatch/asr`,
  });
  const urls = { stable: stable.url, candidate: candidate.url };
  const deployment: DeploymentReader = { warmUp: async () => ({ state: 'ready' }), urls: async () => urls };
  const adapter = createNginxAdapter([router], deployment);
  const apply = async (document: TrafficDocument, fence = 1) => {
    const { routers } = await adapter.apply(document, writeBy(fence));
    return routers[0]?.error;
  };
  const settled = (document: TrafficDocument) =>
    expect
      .poll(async () => (await adapter.observe()).routers[0], { timeout: 10_000, interval: 50 })
      .toMatchObject({ document, error: null });
  const versionsOf = async (users: readonly string[]) => {
    const versions: string[] = [];
    for (const user of users) versions.push(await versionOf(nginx.url, user));
    return versions;
  };
  return { router, urls, adapter, apply, settled, versionsOf };
}

const users = Array.from({ length: 400 }, (_, i) => `user-${i}`);

describe('traffic through a real nginx', () => {
  it('is split by user, grows without losing one, follows a header, and switches', async () => {
    const { apply, settled, versionsOf } = steering();
    const force = [{ header: 'x-variant', value: 'new', arm: 'candidate' as const }];

    expect(await apply(documentOf(1_000, { force }))).toBeNull();
    await settled(documentOf(1_000, { force }));
    const first = await versionsOf(users);
    // 40 of 400 expected, standard deviation 6
    expect(Math.abs(first.filter((version) => version === 'v18').length - 40)).toBeLessThan(24);
    expect(await versionsOf(users.slice(0, 50))).toEqual(first.slice(0, 50));
    expect(await versionOf(nginx.url, 'anyone', { 'x-variant': 'new' })).toBe('v18');

    const grown = documentOf(5_000, { rev: 2 });
    expect(await apply(grown)).toBeNull();
    await settled(grown);
    const second = await versionsOf(users);
    expect(users.filter((_, i) => first[i] === 'v18' && second[i] !== 'v18')).toEqual([]);

    const whole = documentOf(10_000, { rev: 3 });
    expect(await apply(whole)).toBeNull();
    await settled(whole);
    expect(new Set(await versionsOf(users.slice(0, 50)))).toEqual(new Set(['v18']));
  });

  it('loses no request while it switches under load, a connection each', async () => {
    const { apply, settled } = steering();
    await apply(documentOf(0));
    await settled(documentOf(0));
    const answers: string[] = [];
    let isSwitching = true;
    const load = Array.from({ length: 8 }, async (_, worker) => {
      for (let i = 0; isSwitching; i++)
        answers.push(await ask(`${nginx.url}/v1/infer`, { 'x-user': `${worker}-${i}` }));
    });
    for (let round = 1; round <= 6; round++) {
      const document = documentOf(round % 2 === 1 ? 10_000 : 0, { rev: round });
      expect(await apply(document)).toBeNull();
      await settled(document);
    }
    isSwitching = false;
    await Promise.all(load);

    expect(answers.filter((answer) => !answer.includes('"by v1'))).toEqual([]);
    expect(answers.length).toBeGreaterThan(50);
  });

  it('keeps what it had when nginx refuses the new file, and says why', async () => {
    const { router, urls, apply, settled, versionsOf } = steering();
    await apply(documentOf(0));
    await settled(documentOf(0));
    const former = readFileSync(router.file, 'utf8');
    urls.candidate = new URL('http://no-such-host.invalid:80');

    expect(await apply(documentOf(5_000, { rev: 2 }))).toContain('host not found');
    expect(readFileSync(router.file, 'utf8')).toBe(former);
    expect(new Set(await versionsOf(users.slice(0, 10)))).toEqual(new Set(['v17']));
  });

  it('refuses a writer whose time is over', async () => {
    const { apply, settled } = steering();
    await apply(documentOf(0), 7);
    await settled(documentOf(0));

    expect(await apply(documentOf(5_000, { rev: 2 }), 6)).toContain('a later writer (fence 7)');
  });

  it('tells when it does not say what it does, and when it cannot be asked', async () => {
    const { router, adapter } = steering();
    expect((await adapter.observe()).routers[0]).toMatchObject({ document: null });
    writeFileSync(router.file, EMPTY.replace('default ""', 'default "broken"'));
    await nginx.restart();

    expect((await adapter.observe()).routers[0]?.error).toContain(router.read);
    await nginx.kill();
    expect((await adapter.observe()).routers[0]?.error).toContain(router.read);
  });

  it('takes hostile salts, and refuses what it cannot be told before it touches a file', async () => {
    const { router, apply } = steering();
    const force = [{ header: 'x-variant', value: '"; } evil', arm: 'candidate' as const }];

    expect(await apply(documentOf(0, { force }))).toContain('header value');
    expect(await apply(documentOf(0, { stickyKey: "x'user" }))).toContain('no variable');
    expect(readFileSync(router.file, 'utf8')).toBe(EMPTY);
    expect(await apply(documentOf(2_000, { salt: '$host"; }\n' }))).toBeNull();
  });
});
