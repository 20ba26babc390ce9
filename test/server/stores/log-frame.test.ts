import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRow, PredictionLog, StageSelection } from '#api/prediction-log.ts';
import { hostileNames, MINUTE_MS, prediction, sample, START_MS } from './log-rows.ts';
import { logStores, type OpenLog } from './log-stores.ts';

describe.each(logStores)('aligned rows of $name', ({ open }) => {
  let store: OpenLog;
  let log: PredictionLog;
  beforeAll(async () => {
    store = await open();
    log = store.log;
  });
  afterAll(() => store.close());

  async function pipelineWith(rows: (pipeline: string) => LogRow[]): Promise<StageSelection> {
    const pipeline = `p-${randomUUID()}`;
    await log.insert({ rows: rows(pipeline), labels: [] }, randomUUID());
    return { pipeline, stage: 'asr', role: 'live', fromMs: START_MS, toMs: START_MS + 60 * MINUTE_MS };
  }

  it('hold the values of each row side by side', async () => {
    const selection = await pipelineWith((name) => [
      prediction(name, 1, { requestId: 'a', numbers: { x: 1, y: -2 }, categories: { c: 'one' }, site: 's1' }),
      prediction(name, 2, { requestId: 'b', numbers: { x: 3 }, categories: { c: 'other' }, version: 'v2' }),
      prediction(name, 3, { requestId: 'c' }),
      sample(name, 4, { x: 9 }),
      prediction(name, 5, { requestId: 'd', role: 'shadow', numbers: { x: 9 } }),
    ]);
    const categories = [
      { metric: 'c', values: ['two', 'one'] },
      { metric: 'version', values: ['v1', 'v2'] },
      { metric: 'site', values: ['s1'] },
      { metric: 'none', values: [] },
    ];

    const { timesMs, numbers, codes } = await log.frame(selection, { numbers: ['x', 'y'], categories }, 10);

    const rows = Array.from(timesMs, (timeMs, row) => [
      (timeMs - START_MS) / MINUTE_MS,
      ...numbers.map((column) => column[row]),
      ...codes.map((column) => column[row]),
    ]).toSorted(([a], [b]) => (a as number) - (b as number));
    expect(rows).toEqual([
      [1, 1, -2, 1, 0, 0, -1],
      [2, 3, NaN, 2, 1, -1, -1],
      [3, NaN, NaN, -1, 0, -1, -1],
    ]);
    expect(await log.listSites(selection, 5)).toEqual(['s1']);
  });

  it('are the same each time, also within a segment', async () => {
    const selection = await pipelineWith((name) =>
      Array.from({ length: 300 }, (_, x) =>
        prediction(name, x / 10, {
          requestId: `r-${x}`,
          numbers: { x },
          categories: { half: x < 150 ? 'a' : 'b' },
        }),
      ),
    );
    const columns = { numbers: ['x'], categories: [] };

    const { numbers } = await log.frame(selection, columns, 50);
    const narrow = await log.frame(
      { ...selection, segments: [{ metric: 'half', value: 'b' }] },
      columns,
      1000,
    );

    expect(numbers[0]).toHaveLength(50);
    expect(await log.frame(selection, columns, 50)).toMatchObject({ numbers });
    expect(numbers[0]).toEqual(await log.numericValues(selection, 'x', 50));
    expect(narrow.numbers[0]?.toSorted()).toEqual(Float64Array.from({ length: 150 }, (_, x) => 150 + x));
  });

  it('are the same sample, and in the same order, as rows with their labels', async () => {
    const selection = await pipelineWith((name) =>
      Array.from({ length: 300 }, (_, x) =>
        prediction(name, Math.floor(x / 30), {
          requestId: `r-${x}`,
          numbers: { x, 'output.confidence': x / 300 },
        }),
      ),
    );

    const { timesMs, numbers } = await log.frame(
      selection,
      { numbers: ['output.confidence'], categories: [] },
      100,
    );
    const known = { ...selection, knownAtMs: Date.UTC(2100, 0) };
    const labelled = await log.labelledRows(known, { rows: 'all', limit: 100 });

    const inOrder = Array.from(timesMs.keys()).sort((a, b) => (timesMs[a] ?? 0) - (timesMs[b] ?? 0));
    expect(labelled.map(({ timeMs, score }) => [timeMs, score])).toEqual(
      inOrder.map((row) => [timesMs[row], numbers[0]?.[row]]),
    );
  });

  it('take hostile names and values as they are', async () => {
    const names = hostileNames.filter((name) => !name.includes('\0'));
    const selection = await pipelineWith((name) => [
      prediction(name, 1, {
        numbers: Object.fromEntries(names.map((hostile, at) => [hostile, at])),
        categories: Object.fromEntries(names.map((hostile) => [`c ${hostile}`, hostile])),
      }),
    ]);

    const { numbers, codes } = await log.frame(
      selection,
      { numbers: names, categories: names.map((name) => ({ metric: `c ${name}`, values: ['no', name] })) },
      10,
    );

    expect(numbers.map((column) => column[0])).toEqual(names.map((_, at) => at));
    expect(codes.map((column) => column[0])).toEqual(names.map(() => 1));
  });

  it('are empty where there are none', async () => {
    const selection = { ...(await pipelineWith(() => [])), stage: 'nowhere' };

    const { timesMs, numbers } = await log.frame(selection, { numbers: ['x'], categories: [] }, 10);

    expect([timesMs.length, numbers[0]?.length]).toEqual([0, 0]);
    expect(await log.listRows(selection, 'latest', 10)).toEqual([]);
  });

  it('can be listed, the latest first', async () => {
    const selection = await pipelineWith((name) => [
      prediction(name, 1, { requestId: 'a', numbers: { x: 1 }, text: 'hello', site: 's1' }),
      prediction(name, 3, { requestId: 'c', categories: { c: 'one' } }),
      prediction(name, 2, { requestId: 'b' }),
      sample(name, 4, { x: 9 }),
    ]);

    const latest = await log.listRows(selection, 'latest', 2);
    const [first] = await log.listRows({ ...selection, toMs: START_MS + 2 * MINUTE_MS }, 'sample', 5);

    expect(latest.map(({ requestId, timeMs }) => [requestId, timeMs - START_MS])).toEqual([
      ['c', 3 * MINUTE_MS],
      ['b', 2 * MINUTE_MS],
    ]);
    expect(first).toEqual({
      timeMs: START_MS + MINUTE_MS,
      requestId: 'a',
      version: 'v1',
      site: 's1',
      numbers: { x: 1 },
      categories: { status: 'ok' },
      text: 'hello',
    });
  });
});
