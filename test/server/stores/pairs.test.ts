import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRow, PredictionLog } from '#api/prediction-log.ts';
import { hostileNames, MINUTE_MS, prediction, START_MS } from './log-rows.ts';
import { logStores, type OpenLog } from './log-stores.ts';

const hour = { fromMs: START_MS, toMs: START_MS + 60 * MINUTE_MS };
const arms = {
  stable: { version: 'v1', role: 'live' },
  candidate: { version: 'v2', role: 'shadow' },
} as const;

describe.each(logStores)('pairs and units in $name', ({ open }) => {
  let store: OpenLog;
  let log: PredictionLog;
  beforeAll(async () => {
    store = await open();
    log = store.log;
  });
  afterAll(() => store.close());

  async function pipelineWith(rows: (pipeline: string) => LogRow[]): Promise<string> {
    const pipeline = `p-${randomUUID()}`;
    await log.insert({ rows: rows(pipeline), labels: [] }, randomUUID());
    return pipeline;
  }
  const copy = (pipeline: string, minutes: number, values: Partial<LogRow>) =>
    prediction(pipeline, minutes, { version: 'v2', role: 'shadow', ...values });

  it('are narrowed by what the request of the stable version was like', async () => {
    const device = (value: string) => ({ categories: { 'input.device': value } });
    const pipeline = await pipelineWith((name) => [
      prediction(name, 1, { requestId: 'a', ...device('phone') }),
      copy(name, 1, { requestId: 'a' }),
      prediction(name, 2, { requestId: 'b', ...device('desk') }),
      copy(name, 2, { requestId: 'b', ...device('phone') }),
    ]);
    const segments = [{ metric: 'input.device', value: 'phone' }];

    const found = await log.pairs({ pipeline, stage: 'asr', ...hour, segments }, arms, 10);

    expect(found.map(({ requestId }) => requestId)).toEqual(['a']);
  });

  it('are what two versions answered to the same request', async () => {
    const pipeline = await pipelineWith((name) => [
      prediction(name, 1, {
        requestId: 'a',
        numbers: { latencyMs: 20, 'output.confidence': 0.9 },
        categories: { 'output.prediction': 'yes', 'output.null': 'false' },
      }),
      copy(name, 1.5, {
        requestId: 'a',
        numbers: { 'output.prediction': 7 },
        categories: { 'output.null': 'false' },
      }),
      prediction(name, 2, { requestId: 'b', text: 'hello there', fingerprint: 'f1' }),
      copy(name, 2, { requestId: 'b', categories: { status: 'timeout', 'output.null': 'true' } }),
      prediction(name, 3, { requestId: 'alone' }),
      copy(name, 3, { requestId: 'other' }),
      prediction(name, 70, { requestId: 'late' }),
      copy(name, 70, { requestId: 'late' }),
      prediction(name, 4, { requestId: '' }),
      copy(name, 4, { requestId: '' }),
    ]);
    const found = await log.pairs({ pipeline, stage: 'asr', ...hour }, arms, 10);

    expect(found.sort((x, y) => (x.requestId < y.requestId ? -1 : 1))).toEqual([
      {
        requestId: 'a',
        stable: {
          timeMs: START_MS + MINUTE_MS,
          latencyMs: 20,
          status: 'ok',
          isNull: false,
          score: 0.9,
          prediction: 'yes',
          fingerprint: '',
        },
        candidate: {
          timeMs: START_MS + 1.5 * MINUTE_MS,
          latencyMs: null,
          status: 'ok',
          isNull: false,
          score: null,
          prediction: 7,
          fingerprint: '',
        },
      },
      {
        requestId: 'b',
        stable: expect.objectContaining({ prediction: 'hello there', fingerprint: 'f1' }) as unknown,
        candidate: expect.objectContaining({ status: 'timeout', isNull: true, prediction: null }) as unknown,
      },
    ]);
    expect(await log.pairs({ pipeline, stage: 'asr', ...hour }, arms, 1)).toHaveLength(1);
  });

  it('are one a request, of its first rows, whatever its name', async () => {
    const pipeline = await pipelineWith((name) =>
      hostileNames.flatMap((requestId) => [
        prediction(name, 1, { requestId }),
        prediction(name, 2, { requestId, numbers: { latencyMs: 9 } }),
        copy(name, 1, { requestId }),
      ]),
    );
    const found = await log.pairs({ pipeline, stage: 'asr', ...hour }, arms, 100);

    expect(new Set(found.map(({ requestId }) => requestId))).toEqual(new Set(hostileNames));
    expect(found.every(({ stable }) => stable.latencyMs === null)).toBe(true);
  });

  it('count the rows of each unit, and tell when its first event was', async () => {
    const row = (name: string, minutes: number, bucket: number, categories: Record<string, string> = {}) =>
      prediction(name, minutes, { numbers: { 'input.route.bucket': bucket }, categories });
    const pipeline = await pipelineWith((name) => [
      row(name, 1, 7),
      row(name, 3, 7, { status: 'timeout' }),
      row(name, 2, 7, { status: 'http-500', 'output.null': 'true' }),
      row(name, 5, 12),
      prediction(name, 5),
    ]);
    const selection = { pipeline, stage: 'asr', role: 'live' as const, ...hour };
    const atMs = START_MS + 2 * MINUTE_MS;

    expect(await log.unitExtents(selection, 'input.route.bucket', 'error')).toEqual([
      { unit: 7, rows: 3, firstEventMs: atMs },
      { unit: 12, rows: 1, firstEventMs: null },
    ]);
    expect(await log.unitExtents({ ...selection, version: 'v1' }, 'input.route.bucket', 'null')).toEqual([
      { unit: 7, rows: 3, firstEventMs: atMs },
      { unit: 12, rows: 1, firstEventMs: null },
    ]);
  });
});
