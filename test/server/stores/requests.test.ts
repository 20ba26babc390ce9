import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRow, PredictionLog } from '#api/prediction-log.ts';
import { requestOrders } from '#contract/request-order.ts';
import { hostileNames, label, MINUTE_MS, prediction, sample, START_MS } from './log-rows.ts';
import { logStores, type OpenLog } from './log-stores.ts';

const hour = { fromMs: START_MS, toMs: START_MS + 60 * MINUTE_MS };

describe.each(logStores)('requests in $name', ({ open }) => {
  let store: OpenLog;
  let log: PredictionLog;
  beforeAll(async () => {
    store = await open();
    log = store.log;
  });
  afterAll(() => store.close());

  async function pipelineWith(rows: (pipeline: string) => LogRow[]): Promise<string> {
    const pipeline = `p-${randomUUID()}`;
    await log.insert({ rows: rows(pipeline), labels: [label(pipeline, 1)] }, randomUUID());
    return pipeline;
  }

  /** Ten requests through two stages, a minute apart; number 3 failed, 5 is slow, 7 has no output. */
  const ten = (pipeline: string) =>
    Array.from({ length: 10 }, (_, at) => {
      const common = { requestId: `r${at}` };
      return [
        prediction(pipeline, at, { ...common, stage: 'vad', numbers: { latencyMs: 20 } }),
        prediction(pipeline, at + 0.01, {
          ...common,
          numbers: { latencyMs: at === 5 ? 900 : 100 + at },
          categories: { status: at === 3 ? 'timeout' : 'ok', 'output.null': String(at === 7) },
        }),
      ];
    }).flat();

  it('are found by what is wanted of them, the best first', async () => {
    const pipeline = await pipelineWith(ten);
    const ids = (order: (typeof requestOrders)[number], limit: number, stage?: string) =>
      log.listRequestIds({ pipeline, ...hour, stage }, order, limit);

    expect(await ids('recent', 3)).toEqual(['r9', 'r8', 'r7']);
    expect(await ids('slowest', 3)).toEqual(['r5', 'r9', 'r8']);
    expect(await ids('errors', 3)).toEqual(['r3']);
    expect(await ids('errors', 3, 'vad')).toEqual([]);
    expect(await ids('nulls', 3)).toEqual(['r7']);
    expect(await ids('recent', 2, 'vad')).toEqual(['r9', 'r8']);
  });

  it('are those of the window alone', async () => {
    const pipeline = await pipelineWith(ten);
    const window = { fromMs: START_MS + 2 * MINUTE_MS, toMs: START_MS + 4 * MINUTE_MS };

    for (const order of requestOrders) {
      const ids = await log.listRequestIds({ pipeline, ...window }, order, 50);
      expect(ids.every((id) => id === 'r2' || id === 'r3')).toBe(true);
    }
    expect(await log.requestRows({ pipeline, requestIds: ['r1', 'r2'], window }, 50)).toMatchObject([
      { stage: 'vad', requestId: 'r2' },
      { stage: 'asr', requestId: 'r2' },
    ]);
  });

  it('have their rows in all stages, in order of time', async () => {
    const pipeline = await pipelineWith((name) => [
      prediction(name, 2, { requestId: 'r', stage: 'asr', numbers: { x: 1 }, text: 'hello', site: 's' }),
      prediction(name, 1, { requestId: 'r', stage: 'vad', version: 'v9', categories: { c: 'a' } }),
      prediction(name, 2, { requestId: 'r', stage: 'asr', version: 'v2', role: 'shadow' }),
      prediction(name, 3, { requestId: 'other', stage: 'asr' }),
      { ...sample(name, 1, { cpu: 1 }), requestId: 'r' },
    ]);

    const rows = await log.requestRows({ pipeline, requestIds: ['r'] }, 10);

    const common = { requestId: 'r', site: '', numbers: {}, text: null };
    expect(rows).toEqual([
      {
        ...common,
        stage: 'vad',
        role: 'live',
        timeMs: START_MS + MINUTE_MS,
        version: 'v9',
        categories: { status: 'ok', c: 'a' },
      },
      {
        ...common,
        stage: 'asr',
        role: 'live',
        timeMs: START_MS + 2 * MINUTE_MS,
        version: 'v1',
        site: 's',
        numbers: { x: 1 },
        categories: { status: 'ok' },
        text: 'hello',
      },
      {
        ...common,
        stage: 'asr',
        role: 'shadow',
        timeMs: START_MS + 2 * MINUTE_MS,
        version: 'v2',
        categories: { status: 'ok' },
      },
    ]);
    expect(await log.requestRows({ pipeline, requestIds: ['r'] }, 1)).toEqual(rows.slice(0, 1));
    expect(await log.requestRows({ pipeline, requestIds: ['nobody'] }, 10)).toEqual([]);
    expect(await log.requestRows({ pipeline, requestIds: [] }, 10)).toEqual([]);
  });

  it('may have any id', async () => {
    const names = hostileNames.filter((name) => !name.includes('\0'));
    const pipeline = await pipelineWith((name) =>
      names.map((requestId, at) => prediction(name, at, { requestId, stage: requestId })),
    );

    expect(await log.listRequestIds({ pipeline, ...hour }, 'recent', 50)).toEqual(names.toReversed());
    for (const requestId of names) {
      const rows = await log.requestRows({ pipeline, requestIds: [requestId] }, 10);
      expect(rows.map((row) => [row.requestId, row.stage])).toEqual([[requestId, requestId]]);
    }
  });

  it('without an id are no requests', async () => {
    const pipeline = await pipelineWith((name) => [prediction(name, 1), prediction(name, 2)]);

    for (const order of requestOrders) {
      expect(await log.listRequestIds({ pipeline, ...hour }, order, 50)).toEqual([]);
    }
  });
});
