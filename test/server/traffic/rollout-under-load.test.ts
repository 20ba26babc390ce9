import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TrafficAdapter } from '#api/traffic-adapter.ts';
import { Plan } from '#contract/rollout-plan.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import type { DeploymentReader } from '#server/traffic/deployment-reader.ts';
import { createHaproxyAdapter, HaproxyRouter } from '#server/traffic/haproxy-adapter.ts';
import { createNginxAdapter, NginxRouter } from '#server/traffic/nginx-adapter.ts';
import { rolloutPorts } from '../../api/rollouts/rollout-ports.ts';
import { planStep } from '../../control/rollout/rollouts.ts';
import { type ModelServer, startModel } from '../gateway/model-server.ts';
import { startHaproxy, startNginx } from './start-proxy.ts';
import { ask, versionOf } from './traffic-suite.ts';

const LOAD_WORKERS = 4;
const users = Array.from({ length: 400 }, (_, i) => `user-${i}`);
/** Five standard deviations of 400 users at 25 %. */
const BOUND = 44;

/** Nobody, 5 %, 25 %, then everybody at once. */
const plan = Plan.parse({
  steps: [
    planStep('preview', 0),
    planStep('canary', 500),
    planStep('canary', 2_500),
    planStep('bake', ALL_TRAFFIC, { minSoakSeconds: 600 }),
  ],
  controller: 'full',
  caps: { autoMaxBasisPoints: ALL_TRAFFIC, harmedPredictions: 100 },
});

type Proxy = { url: string; adapter: TrafficAdapter; [Symbol.asyncDispose](): Promise<void> };
type Start = (urls: { stable: URL; candidate: URL }, deployment: DeploymentReader) => Promise<Proxy>;

const proxies: Record<string, Start> = {
  async nginx(_, deployment) {
    const location =
      'location / { proxy_pass http://$asr; proxy_http_version 1.1; proxy_set_header Connection ""; }';
    const document = 'location = /anchorwatch/asr { return 200 $asr_document; }';
    const empty = 'map "" $asr { default x; }\nmap "" $asr_document { default ""; }\n';
    const nginx = await startNginx(`${location} ${document}`, { 'routes.conf': empty });
    const router = NginxRouter.parse({
      file: join(nginx.folder, 'routes.conf'),
      name: 'asr',
      command: nginx.command,
      read: `${nginx.url}/anchorwatch/asr`,
    });
    return Object.assign(nginx, { adapter: createNginxAdapter([router], deployment) });
  },
  async HAProxy(urls, deployment) {
    const haproxy = await startHaproxy(urls);
    const router = HaproxyRouter.parse({ socket: haproxy.socket, map: haproxy.map, stickyKey: 'x-user' });
    return Object.assign(haproxy, { adapter: createHaproxyAdapter([router], deployment) });
  },
};

let stable: ModelServer;
let candidate: ModelServer;
beforeEach(async () => {
  [stable, candidate] = [await startModel('v17'), await startModel('v18')];
});
afterEach(() => Promise.all([stable.stop(), candidate.stop()]));

/** Requests without a pause, each on a connection of its own; what they were answered with. */
function startLoad(url: string): AsyncDisposable & { end: () => Promise<string[]> } {
  const answers: string[] = [];
  let isOver = false;
  const workers = Array.from({ length: LOAD_WORKERS }, async (_, worker) => {
    for (let i = 0; !isOver; i++) answers.push(await ask(`${url}/v1/infer`, { 'x-user': `${worker}-${i}` }));
  });
  const end = async () => {
    isOver = true;
    await Promise.all(workers);
    return answers;
  };
  return { end, [Symbol.asyncDispose]: async () => void (await end()) };
}

describe.each(Object.entries(proxies))('a rollout through a real %s under load', (_, start) => {
  it('takes users along without losing a request, and all of them back on harm', async () => {
    const urls = { stable: stable.url, candidate: candidate.url };
    const deployment: DeploymentReader = {
      warmUp: async () => ({ state: 'ready' }),
      urls: async () => urls,
    };
    await using proxy = await start(urls, deployment);
    const { ports, submitted, turns, find, log, troubles } = rolloutPorts();
    ports.traffic = { adapterOf: () => proxy.adapter };
    const id = await submitted(plan);
    const until = async (step: number, phase: string) => {
      for (let i = 0; i < 100; i++) {
        const now = await find(id);
        if (now.step === step && now.phase === phase) return;
        await turns(1);
      }
      throw new Error(`it does not come to ${phase} of step ${step}: ${(await find(id)).phase}`);
    };
    const candidateUsers = async () => {
      const theirs: string[] = [];
      for (const user of users) if ((await versionOf(proxy.url, user)) === 'v18') theirs.push(user);
      return theirs;
    };

    await until(0, 'soaking'); // before that nothing says where requests go
    await using load = startLoad(proxy.url);
    expect(await candidateUsers()).toEqual([]);
    await until(1, 'soaking');
    const first = await candidateUsers();
    await until(2, 'soaking');
    const second = await candidateUsers();
    expect(first.filter((user) => !second.includes(user))).toEqual([]);
    expect(Math.abs(second.length - 100)).toBeLessThan(BOUND);
    await until(3, 'baking');
    expect(await candidateUsers()).toHaveLength(users.length);
    log.says = 'worse';
    await until(3, 'rolledBack');
    expect(await candidateUsers()).toEqual([]);
    const answers = await load.end();

    expect(answers.filter((answer) => !answer.includes('"by v1'))).toEqual([]);
    expect(answers.length).toBeGreaterThan(200);
    expect(troubles).toEqual([]);
  });
});
