import { afterEach, describe, expect, it } from 'vitest';
import { AutomationSetting } from '#contract/automation.ts';
import { TrafficDocument } from '#contract/traffic.ts';
import { createRequestCounts } from '#server/gateway/request-counts.ts';
import { createRouteTable } from '#server/gateway/route-table.ts';
import { createReviewIntake, QueueFull } from '#server/gateway/review-intake.ts';
import { startGateway } from '#server/gateway/start-gateway.ts';
import { memoryApp } from '../../api/memory-app.ts';
import { audit } from '../stores/control-stores.ts';
import { startModel } from './model-server.ts';

const of = { pipeline: 'speech', stage: 'asr' };
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const partial = {
  degree: 'partial' as const,
  thresholds: [{ version: 'v17', tau: 0.8 }],
  auditShare: 0.001,
};

/** A model that is as sure as it is asked to be, behind the gateway of a server with that automation. */
async function governed(setting: Partial<AutomationSetting>) {
  const model = await startModel('v17', (body, _, response) => {
    const { sure, isBroken } = JSON.parse(body) as { sure?: number; isBroken?: boolean };
    response.writeHead(isBroken ? 500 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ prediction: 'yes', ...(sure !== undefined && { confidence: sure }), p: 0.99 }),
    );
  });
  const { ports } = memoryApp();
  let generation = 0;
  const set = async (changed: Partial<AutomationSetting>) => {
    generation++;
    const automation = {
      ...of,
      generation,
      setting: { ...AutomationSetting.parse({ degree: 'full' }), ...changed },
      salt: 'salt',
      request: null,
    };
    const change = { generation, at: '', by: 'ann', kind: 'set' as const, reason: '', hash: null };
    const { degree } = automation.setting;
    const line = { ...change, degree, setting: automation.setting };
    await ports.control.writeAutomation(automation, line, audit('automation.set', 'speech/asr'));
  };
  await set(setting);
  const document = TrafficDocument.parse({
    rev: 1,
    split: { stable: 10_000, candidate: 0 },
    stickyKey: null,
    salt: 'r-1',
  });
  const route = { ...of, document, endpoints: { stable: { version: 'v17', url: model.url } }, fence: 0 };
  const gateway = await startGateway(ports, {
    table: createRouteTable({ silentAfterMs: 60_000 }),
    counts: createRequestCounts(Date.now),
    routes: async () => [route],
    host: '127.0.0.1',
    port: 0,
    onTrouble: (trouble) => expect.unreachable(String(trouble)),
    syncMs: 20,
  });
  stops.push(
    () => gateway.stop(),
    () => model.stop(),
  );
  const toMs = Date.now() + 60_000;
  return {
    model,
    ports,
    set,
    ask: (body: object, id?: string) =>
      fetch(`${gateway.url}/speech/asr/infer`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(id !== undefined && { 'x-request-id': id }) },
        body: JSON.stringify(body),
      }),
    take: (who = 'ann') => ports.control.takeReview(of, { id: who, nowMs: 0 }, 1_000),
    waiting: async () => (await ports.control.reviewCounts(of, 0, 0)).waiting,
    rows: async () => {
      await ports.ingest.settled();
      return ports.log.listRows({ ...of, fromMs: 0, toMs, role: 'live' }, 'latest', 10_000);
    },
  };
}

const decisionOf = (response: Response) => response.headers.get('x-anchorwatch-decision');

describe('the gateway keeps to the degree of automation', () => {
  it('human only: people get the request, and the model is not asked', async () => {
    const { ask, model, take, rows } = await governed({ degree: 'humanOnly' });
    const answer = await ask({ sure: 0.99 }, 'r-1');

    expect(answer.status).toBe(202);
    const body = (await answer.json()) as { reviews: { id: string; path: string }[] };
    expect(body).toMatchObject({ decision: 'people', reason: 'people', requestId: 'r-1' });
    expect(model.requests()).toBe(0);
    const [review] = body.reviews;
    expect(review?.path).toBe(`/api/v1/reviews/${review?.id}`);
    expect(await take()).toMatchObject({
      id: review?.id,
      reason: 'humanOnly',
      requestId: 'r-1',
      fields: { sure: 0.99 },
      suggestion: null,
    });
    await expect.poll(rows).toMatchObject([{ requestId: 'r-1', version: 'v17' }]);
    expect((await rows())[0]?.numbers).not.toHaveProperty('latencyMs');
  });

  it('shadow: the model answers for the log only', async () => {
    const { ask, take, rows } = await governed({ degree: 'shadow' });
    const answer = await ask({ sure: 0.99 });

    expect(answer.status).toBe(202);
    expect(await answer.text()).not.toContain('yes');
    expect(await take()).toMatchObject({ reason: 'shadow', suggestion: { value: 'yes', score: 0.99 } });
    await expect
      .poll(rows)
      .toMatchObject([{ categories: { 'output.prediction': 'yes', 'input.route.use': 'people' } }]);
  });

  it('assist: the answer passes as a suggestion, and a person decides', async () => {
    const { ask, take } = await governed({ degree: 'assist', auditShare: 0.001 });
    const answer = await ask({ sure: 0.3 }, 'r-2');

    expect([answer.status, decisionOf(answer)]).toEqual([200, 'suggestion']);
    expect(await answer.json()).toMatchObject({ prediction: 'yes' });
    await expect.poll(() => take()).toMatchObject({ reason: 'assist', suggestion: { value: 'yes' } });
  });

  it.each([
    ['sure enough', { sure: 0.8 }, 200, 'automatic'],
    ['not sure enough', { sure: 0.79 }, 202, 'people'],
    ['without a confidence', {}, 202, 'people'],
    ['an error, which is no answer', { sure: 0.9, isBroken: true }, 500, null],
  ])('partial: %s', async (_, body, status, decision) => {
    const { ask, waiting } = await governed(partial);
    const answer = await ask(body, 'r-3');

    expect([answer.status, decisionOf(answer)]).toEqual([status, decision]);
    expect(await waiting()).toBe(status === 202 ? 1 : 0);
  });

  it('partial: a version that nobody calibrated acts on nothing', async () => {
    const { ask } = await governed({ ...partial, thresholds: [{ version: 'v16', tau: 0 }] });
    expect((await ask({ sure: 1 })).status).toBe(202);
  });

  it('partial: gives what is set in place of an answer, where people are not to be asked', async () => {
    const fallback = { kind: 'fallback' as const, answer: { prediction: 'ask again' } };
    const { ask, waiting } = await governed({ ...partial, whenUnsure: fallback });
    const answer = await ask({ sure: 0.1 }, 'r-3');

    expect([answer.status, decisionOf(answer)]).toEqual([200, 'fallback']);
    expect(await answer.json()).toEqual({ prediction: 'ask again' });
    expect(await waiting()).toBe(0);
  });

  it('partial: reads the confidence where it is told to, for the log, too', async () => {
    const { ask, rows } = await governed({ ...partial, scoreField: 'p' });
    expect((await ask({ sure: 0.1 })).status).toBe(200);
    await expect.poll(rows).toMatchObject([{ numbers: { 'output.confidence': 0.99 } }]);
  });

  it('a request of several rows acts only if all of them may, and has a case for each', async () => {
    const { ask, waiting, take } = await governed({ degree: 'humanOnly' });
    const answer = await ask([{ a: 1 }, { a: 2 }], 'r-4');
    expect(((await answer.json()) as { reviews: unknown[] }).reviews).toHaveLength(2);
    expect(await waiting()).toBe(2);
    expect(await take()).toMatchObject({ requestId: 'r-4/0', fields: { a: 1 } });
  });

  it('full: answers pass under load, and the drawn sample goes to people', async () => {
    const { ask, take, rows } = await governed({ degree: 'full', auditShare: 0.1 });
    const answers = await Promise.all(Array.from({ length: 600 }, (_, i) => ask({ sure: 0.5 }, `r-${i}`)));

    expect(answers.map(({ status }) => status)).toEqual(Array(600).fill(200));
    expect(new Set(answers.map(decisionOf))).toEqual(new Set(['automatic']));
    await expect.poll(async () => (await rows()).length).toBe(600);
    const audited = (await rows()).filter(({ categories }) => categories['input.route.audit'] === 'true');
    // 60 expected, standard deviation 7.3
    expect(Math.abs(audited.length - 60)).toBeLessThan(30);
    const seen = new Set<string>();
    for (let i = 0; i < audited.length; i++) seen.add((await take(`ann-${i}`))?.requestId ?? '');
    expect(seen).toEqual(new Set(audited.map(({ requestId }) => requestId)));
  });

  it('is lowered under load without a failed request, and nothing passes after it', async () => {
    const { ask, set } = await governed(partial);
    const statuses: number[] = [];
    const round = async () => {
      const answers = await Promise.all(Array.from({ length: 40 }, () => ask({ sure: 0.9 })));
      statuses.push(...answers.map(({ status }) => status));
      return new Set(answers.map(decisionOf));
    };
    expect(await round()).toEqual(new Set(['automatic']));
    await set({ degree: 'shadow' });
    await expect.poll(round).toEqual(new Set(['people']));
    expect(new Set(statuses)).toEqual(new Set([200, 202]));
  });
});

describe('the queue of the gateway', () => {
  const cases = (count: number) =>
    Array.from(
      { length: count },
      (_, i) => ({ ...of, id: `c${i}` }) as Parameters<Intake['offer']>[0][number],
    );
  type Intake = ReturnType<typeof createReviewIntake>;

  it('writes in batches what comes while a write is under way', async () => {
    const writes: number[] = [];
    const intake = createReviewIntake(async (added) => void writes.push(added.length));
    await Promise.all(cases(50).map((each) => intake.offer([each])));
    expect(writes.reduce((sum, size) => sum + size, 0)).toBe(50);
    expect(writes.length).toBeLessThan(50);
  });

  it('takes no more than people can get through, and tells of a store that fails', async () => {
    const intake = createReviewIntake(async () => undefined, { mostPending: 10, mostWaiting: 3 });
    await intake.offer(cases(3));
    await expect(intake.offer(cases(1))).rejects.toThrow(QueueFull);
    intake.counted('speech', 'asr', 0);
    await intake.offer(cases(1));
    const broken = createReviewIntake(() => Promise.reject(new Error('no disk')));
    await expect(broken.offer(cases(2))).rejects.toThrow('no disk');
  });
});
