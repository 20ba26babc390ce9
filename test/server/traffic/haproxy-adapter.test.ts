import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrafficDocument } from '#contract/traffic.ts';
import type { DeploymentReader } from '#server/traffic/deployment-reader.ts';
import { createHaproxyAdapter, HaproxyRouter } from '#server/traffic/haproxy-adapter.ts';
import { runtimeCommand } from '#server/traffic/haproxy-runtime.ts';
import { type ModelServer, startModel } from '../gateway/model-server.ts';
import { startHaproxy } from './start-proxy.ts';
import { ask, documentOf, versionOf, writeBy } from './traffic-suite.ts';

let stable: ModelServer;
let candidate: ModelServer;
let haproxy: Awaited<ReturnType<typeof startHaproxy>>;
beforeEach(async () => {
  [stable, candidate] = [await startModel('v17'), await startModel('v18')];
  haproxy = await startHaproxy({ stable: stable.url, candidate: candidate.url });
});
afterEach(async () => {
  await haproxy[Symbol.asyncDispose]();
  await Promise.all([stable.stop(), candidate.stop()]);
});

function steering() {
  const router = HaproxyRouter.parse({ socket: haproxy.socket, map: haproxy.map, stickyKey: 'x-user' });
  const deployment: DeploymentReader = {
    warmUp: async () => ({ state: 'ready' }),
    urls: async () => ({ stable: stable.url, candidate: candidate.url }),
  };
  const adapter = createHaproxyAdapter([router], deployment);
  const apply = async (document: TrafficDocument, fence = 1) =>
    (await adapter.apply(document, writeBy(fence))).routers[0]?.error;
  const observed = async () => (await adapter.observe()).routers[0];
  const versionsOf = async (users: readonly string[]) => {
    const versions: string[] = [];
    for (const user of users) versions.push(await versionOf(haproxy.url, user));
    return versions;
  };
  return { apply, observed, versionsOf };
}

const users = Array.from({ length: 400 }, (_, i) => `user-${i}`);

describe('traffic through a real HAProxy', () => {
  it('is split by user, grows without losing one, switches, and stays so after a restart', async () => {
    const { apply, observed, versionsOf } = steering();
    expect(await apply(documentOf(1_000))).toBeNull();
    expect(await observed()).toMatchObject({ document: documentOf(1_000), fence: 1, error: null });
    const first = await versionsOf(users);
    // 40 of 400 expected, standard deviation 6
    expect(Math.abs(first.filter((version) => version === 'v18').length - 40)).toBeLessThan(24);

    expect(await apply(documentOf(5_000, { rev: 2 }))).toBeNull();
    const second = await versionsOf(users);
    expect(users.filter((_, i) => first[i] === 'v18' && second[i] !== 'v18')).toEqual([]);

    await haproxy.restart();
    expect(await versionsOf(users.slice(0, 50))).toEqual(second.slice(0, 50));
    expect(await apply(documentOf(10_000, { rev: 3 }))).toBeNull();
    expect(new Set(await versionsOf(users.slice(0, 50)))).toEqual(new Set(['v18']));
  });

  it('loses no request while it switches under load', async () => {
    const { apply } = steering();
    const answers: string[] = [];
    let isSwitching = true;
    const load = Array.from({ length: 8 }, async (_, worker) => {
      for (let i = 0; isSwitching; i++)
        answers.push(await ask(`${haproxy.url}/v1/infer`, { 'x-user': `${worker}-${i}` }));
    });
    for (let round = 1; round <= 10; round++)
      expect(await apply(documentOf(round % 2 === 1 ? 10_000 : 0, { rev: round }))).toBeNull();
    await expect.poll(() => answers.length).toBeGreaterThan(100);
    isSwitching = false;
    await Promise.all(load);

    expect(answers.filter((answer) => !answer.includes('"by v1'))).toEqual([]);
  });

  it('shows a share that somebody else set', async () => {
    const { apply, observed } = steering();
    await apply(documentOf(500));
    await runtimeCommand(haproxy.socket, `set map ${haproxy.map} candidate 9000`);

    expect(await observed()).toMatchObject({
      document: { split: { stable: 1_000, candidate: 9_000 } },
      changedBy: 'its runtime API',
    });
  });

  it('refuses a writer whose time is over, and another sticky key; and tells when it is gone', async () => {
    const { apply, observed } = steering();
    await apply(documentOf(0), 7);

    expect(await apply(documentOf(500, { rev: 2 }), 6)).toContain('a later writer (fence 7)');
    expect(await apply(documentOf(500, { rev: 2, stickyKey: null }), 7)).toContain('splits by x-user');
    await haproxy.kill();
    expect(await apply(documentOf(500, { rev: 2 }), 8)).toMatch(/ECONNREFUSED|ENOENT/);
    expect((await observed())?.error).toMatch(/ECONNREFUSED|ENOENT/);
  });
});
