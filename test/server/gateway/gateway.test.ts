import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Prediction } from '#contract/prediction.ts';
import { TrafficDocument } from '#contract/traffic.ts';
import { createAutomationTable } from '#server/gateway/automation-table.ts';
import { createGovernor } from '#server/gateway/governor.ts';
import { createReviewIntake } from '#server/gateway/review-intake.ts';
import { createGateway, gatewayLimits, type GatewayLimits } from '#server/gateway/gateway.ts';
import { createRecorder } from '#server/gateway/recorder.ts';
import { createRequestCounts } from '#server/gateway/request-counts.ts';
import { createRouteTable } from '#server/gateway/route-table.ts';
import { answering, hanging, type ModelServer, startModel } from './model-server.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function model(...parameters: Parameters<typeof startModel>): Promise<ModelServer> {
  const server = await startModel(...parameters);
  stops.push(server.stop);
  return server;
}

/** A gateway before two versions, with what it recorded. */
async function gatewayBefore(
  { stable, candidate }: { stable: ModelServer; candidate: ModelServer },
  document: Partial<TrafficDocument>,
  { limits = {}, silentAfterMs = 60_000 }: { limits?: Partial<GatewayLimits>; silentAfterMs?: number } = {},
) {
  let nowMs = 0;
  const records: Prediction[] = [];
  const table = createRouteTable({ silentAfterMs, now: () => nowMs });
  const recorder = createRecorder({
    record: async (batch) => void records.push(...batch),
    counts: createRequestCounts(Date.now),
    onTrouble: (trouble) => expect.unreachable(String(trouble)),
  });
  const automations = createAutomationTable();
  const intake = createReviewIntake(async () => undefined);
  const governor = createGovernor({ intake, onTrouble: (trouble) => expect.unreachable(String(trouble)) });
  const gateway = createGateway({
    table,
    recorder,
    automations,
    governor,
    limits: { ...gatewayLimits, ...limits },
  });
  const steer = (changed: Partial<TrafficDocument>) =>
    table.set({
      pipeline: 'speech',
      stage: 'asr',
      fence: 1,
      document: TrafficDocument.parse({
        rev: 1,
        split: { stable: 10_000, candidate: 0 },
        stickyKey: 'x-user',
        salt: 'r-1',
        ...changed,
      }),
      endpoints: {
        stable: { version: 'v17', url: stable.url },
        candidate: { version: 'v18', url: candidate.url },
      },
    });
  steer(document);
  const server = http.createServer((request, response) => void gateway.handle(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () => gateway.close(),
    () => new Promise((resolve) => server.close(resolve) && server.closeAllConnections()),
  );
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    base,
    gateway,
    records,
    steer,
    passTime: (ms: number) => (nowMs += ms),
    ask: (headers: Record<string, string> = {}, body = '{"seconds":3}', path = '/speech/asr/v1/infer') =>
      fetch(base + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      }),
  };
}

const split = (candidate: number) => ({ split: { stable: 10_000 - candidate, candidate, audit: 0 } });
const users = Array.from({ length: 400 }, (_, i) => `user-${i}`);

describe('the gateway', () => {
  it('passes a request on, says which version answered, and records it', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18')];
    const { ask, records } = await gatewayBefore({ stable, candidate }, {});
    const response = await ask({ 'x-user': 'ana', 'x-request-id': 'r-7', 'x-site': 'kiel' });

    expect(await response.json()).toEqual({ prediction: 'by v17', confidence: 0.9 });
    expect(response.headers.get('x-anchorwatch-version')).toBe('v17');
    await expect.poll(() => records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      pipeline: 'speech',
      stage: 'asr',
      version: 'v17',
      role: 'live',
      requestId: 'r-7',
      site: 'kiel',
      status: 'ok',
      prediction: 'by v17',
      confidence: 0.9,
      features: { seconds: 3, 'route.by': 'split' },
    });
  });

  it('keeps each user with the version that the split gives him, and those of the candidate as it grows', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18')];
    const { ask, steer } = await gatewayBefore({ stable, candidate }, split(2_000));
    const versions = async () => {
      const answers = await Promise.all(users.map((user) => ask({ 'x-user': user })));
      return answers.map((answer) => answer.headers.get('x-anchorwatch-version'));
    };
    const [first, second] = [await versions(), await versions()];
    steer(split(5_000));
    const grown = await versions();

    expect(second).toEqual(first);
    // 80 and 200 expected, standard deviations 8 and 10
    expect(Math.abs(first.filter((version) => version === 'v18').length - 80)).toBeLessThan(32);
    expect(Math.abs(grown.filter((version) => version === 'v18').length - 200)).toBeLessThan(40);
    expect(users.filter((_, i) => first[i] === 'v18' && grown[i] !== 'v18')).toEqual([]);
  });

  it('sends where a header asks, and keeps that apart', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18')];
    const force = [{ header: 'x-variant', value: 'new', arm: 'candidate' as const }];
    const { ask, records } = await gatewayBefore({ stable, candidate }, { force });
    await ask({ 'x-variant': 'new' });

    await expect.poll(() => records).toMatchObject([{ version: 'v18', features: { 'route.by': 'forced' } }]);
  });

  it('switches at once, without a failed request, under load', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18')];
    const { ask, steer } = await gatewayBefore({ stable, candidate }, split(0));
    const statuses: number[] = [];
    for (let round = 0; round < 20; round++) {
      steer(split(round % 2 === 0 ? 10_000 : 0));
      const answers = await Promise.all(users.slice(0, 50).map((user) => ask({ 'x-user': user })));
      statuses.push(...answers.map(({ status }) => status));
      const versions = new Set(answers.map((answer) => answer.headers.get('x-anchorwatch-version')));
      expect(versions).toEqual(new Set([round % 2 === 0 ? 'v18' : 'v17']));
    }

    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });
});

describe('copies for a candidate', () => {
  const mirror = [{ to: 'candidate' as const, basisPoints: 10_000 }];

  it('are recorded as shadow, under the same request', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18')];
    const { ask, records } = await gatewayBefore({ stable, candidate }, { mirror });
    await ask({ 'x-request-id': 'r-1' });

    await expect.poll(() => records).toHaveLength(2);
    expect(records.map(({ version, role, requestId }) => [version, role, requestId])).toEqual([
      ['v17', 'live', 'r-1'],
      ['v18', 'shadow', 'r-1'],
    ]);
  });

  it('are dropped, and cost users nothing, where the candidate hangs', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18', hanging)];
    const shadow = { most: 10, atOnce: 2, deadlineMs: 60_000 };
    const { ask, gateway } = await gatewayBefore({ stable, candidate }, { mirror }, { limits: { shadow } });
    const answers = await Promise.all(users.slice(0, 100).map((user) => ask({ 'x-user': user })));

    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(candidate.requests()).toBeLessThanOrEqual(2);
    await expect
      .poll(() => gateway.counts('speech', 'asr').copies)
      .toMatchObject({ running: 2, waiting: 10, dropped: 88 });
  });
});

describe('a candidate that fails', () => {
  it('costs no user an answer when it is down, and soon not even the attempt', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18')];
    const { ask, records, gateway } = await gatewayBefore({ stable, candidate }, split(10_000));
    await candidate.stop();
    for (const user of users.slice(0, 20)) expect((await ask({ 'x-user': user })).status).toBe(200);

    await expect.poll(() => records.filter(({ version }) => version === 'v17')).toHaveLength(20);
    const failed = records.filter(({ version }) => version === 'v18');
    expect(failed.map(({ status }) => status)).toEqual(Array(failed.length).fill('unreachable'));
    expect(failed.length).toBeGreaterThanOrEqual(5);
    expect(failed.length).toBeLessThan(20);
    expect(gateway.counts('speech', 'asr').fallbacks).toBe(20);
  });

  it('is asked no longer than it may take', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18', hanging)];
    const { ask, records } = await gatewayBefore({ stable, candidate }, split(10_000), {
      limits: { candidateTimeoutMs: 20 },
    });

    expect((await ask()).headers.get('x-anchorwatch-version')).toBe('v17');
    await expect.poll(() => records).toHaveLength(2);
    expect(records.map(({ version, status }) => [version, status])).toEqual([
      ['v18', 'timeout'],
      ['v17', 'ok'],
    ]);
  });

  it('keeps its own errors: they are what is to be found out', async () => {
    const [stable, candidate] = [
      await model('v17'),
      await model('v18', (_, __, response) => response.writeHead(500).end('{"error":"no memory"}')),
    ];
    const { ask, records } = await gatewayBefore({ stable, candidate }, split(10_000));

    expect((await ask()).status).toBe(500);
    await expect.poll(() => records).toMatchObject([{ version: 'v18', status: 'http-500' }]);
  });
});

describe('when nobody steers any more', () => {
  it('all traffic goes to the stable version, until the control plane is heard again', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18')];
    const { ask, passTime } = await gatewayBefore({ stable, candidate }, split(10_000), {
      silentAfterMs: 1_000,
    });
    const version = async () => (await ask()).headers.get('x-anchorwatch-version');

    expect(await version()).toBe('v18');
    passTime(1_001);
    expect(await version()).toBe('v17');
  });
});

describe('what the gateway refuses', () => {
  it('is said with a reason', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18', answering('v18'))];
    const { ask } = await gatewayBefore({ stable, candidate }, {}, { limits: { bodyBytes: 10 } });

    const [unknown, large] = [await ask({}, '{}', '/speech/nothing/'), await ask({}, 'x'.repeat(11))];
    expect([unknown.status, large.status]).toEqual([404, 413]);
    expect(await unknown.text()).toContain('no such stage');
  });

  it('is nothing but an answer that no version can give', async () => {
    const [stable, candidate] = [await model('v17'), await model('v18')];
    const { ask } = await gatewayBefore({ stable, candidate }, split(5_000));
    await stable.stop();
    await candidate.stop();
    const answer = await ask();

    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('endpoints are down');
  });
});
