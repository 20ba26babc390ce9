import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Known, LabelRow, LogRow, PredictionLog, SlotSelection } from '#api/prediction-log.ts';
import { HOUR_MS, hostileNames, label, MINUTE_MS, prediction, sample, START_MS } from './log-rows.ts';
import { logStores, type OpenLog } from './log-stores.ts';

describe.each(logStores)('labels in $name', ({ open }) => {
  let store: OpenLog;
  let log: PredictionLog;
  beforeAll(async () => {
    store = await open();
    log = store.log;
  });
  afterAll(() => store.close());

  async function pipelineWith(
    make: (pipeline: string) => { rows: LogRow[]; labels: LabelRow[] },
  ): Promise<string> {
    const pipeline = `p-${randomUUID()}`;
    await log.insert(make(pipeline), randomUUID());
    return pipeline;
  }

  it('join the rows of their request', async () => {
    const pipeline = await pipelineWith((name) => ({
      rows: [
        prediction(name, 1, {
          requestId: 'a',
          numbers: { 'output.confidence': 0.9 },
          categories: { 'output.prediction': 'yes' },
        }),
        prediction(name, 2, { requestId: 'b', numbers: { 'output.prediction': 7 } }),
        prediction(name, 3, { requestId: 'c' }),
        prediction(name, 4),
        sample(name, 5, { cpu: 1 }),
      ],
      labels: [
        label(name, 10, { requestId: 'a', category: 'no' }),
        label(name, 11, { requestId: 'b', category: null, number: 7.5 }),
        label(name, 11, { requestId: '', category: 'nobody' }),
      ],
    }));

    const labelled = await log.labelledRows(select(pipeline), { rows: 'labelled', limit: 9 });
    const all = await log.labelledRows(select(pipeline), { rows: 'all', limit: 9 });

    expect(labelled).toEqual([
      { timeMs: at(1), score: 0.9, prediction: 'yes', label: 'no', labelReceivedMs: at(10) },
      { timeMs: at(2), score: null, prediction: 7, label: 7.5, labelReceivedMs: at(11) },
    ]);
    expect(all.slice(0, 2)).toEqual(labelled);
    expect(all.slice(2)).toEqual(
      [3, 4].map((minute) => ({
        timeMs: at(minute),
        score: null,
        prediction: null,
        label: null,
        labelReceivedMs: null,
      })),
    );
  });

  it('count as they were known: the last one, unless it takes the label back', async () => {
    const pipeline = await pipelineWith((name) => ({
      rows: [prediction(name, 1, { requestId: 'a' })],
      labels: [
        label(name, 10, { requestId: 'a', category: 'first' }),
        label(name, 5, { requestId: 'a', category: 'second', receivedMs: at(20) }),
        label(name, 30, { requestId: 'a', category: null }),
        label(name, 40, { requestId: 'a', category: null, number: 4 }),
      ],
    }));
    const known = async (minutes: number) => {
      const rows = await log.labelledRows(
        { ...select(pipeline), knownAtMs: at(minutes) },
        { rows: 'labelled', limit: 9 },
      );
      return rows.map((row) => row.label);
    };

    expect(await Promise.all([9, 10, 20, 30, 40].map(known))).toEqual([[], ['first'], ['second'], [], [4]]);
  });

  it('belong to one stage, or to all where they name none', async () => {
    const pipeline = await pipelineWith((name) => ({
      rows: [
        prediction(name, 1, { requestId: 'a' }),
        prediction(name, 2, { requestId: 'b' }),
        prediction(name, 3, { requestId: 'c', role: 'shadow' }),
        prediction(name, 3, { requestId: 'c', version: 'v2' }),
      ],
      labels: [
        label(name, 10, { requestId: 'a', stage: 'asr' }),
        label(name, 10, { requestId: 'b', stage: 'vad' }),
        label(name, 10, { requestId: 'c' }),
        label('another', 10, { requestId: 'b' }),
      ],
    }));
    const minutes = async (part: Partial<SlotSelection>) => {
      const rows = await log.labelledRows({ ...select(pipeline), ...part }, { rows: 'labelled', limit: 9 });
      return rows.map(({ timeMs }) => (timeMs - START_MS) / MINUTE_MS);
    };

    expect(await minutes({})).toEqual([1, 3]);
    expect(await minutes({ version: 'v2' })).toEqual([3]);
    expect(await minutes({ role: 'shadow' })).toEqual([3]);
    expect(await minutes({ segments: [{ metric: 'status', value: 'timeout' }] })).toEqual([]);
  });

  it('are counted by slot, with how late they came', async () => {
    const minutes = [1, 2, 3, 70];
    const pipeline = await pipelineWith((name) => ({
      rows: [...minutes, 71].map((minute) => prediction(name, minute, { requestId: `r${minute}` })),
      labels: minutes.map((minute) => label(name, 2 * minute, { requestId: `r${minute}` })),
    }));

    const slots = await log.labelSlots({ ...select(pipeline), stepMs: HOUR_MS }, [0.5, 0.9]);

    expect(slots).toEqual([
      { slotMs: at(0), labelled: 3, delaysMs: [2 * MINUTE_MS, 3 * MINUTE_MS] },
      { slotMs: at(60), labelled: 1, delaysMs: [70 * MINUTE_MS, 70 * MINUTE_MS] },
    ]);
  });

  it('come as the same sample each time', async () => {
    const pipeline = await pipelineWith((name) => ({
      rows: Array.from({ length: 300 }, (_, index) =>
        prediction(name, index / 60, { requestId: `r${index}` }),
      ),
      labels: Array.from({ length: 150 }, (_, index) => label(name, 10, { requestId: `r${2 * index}` })),
    }));
    const ask = (rows: 'labelled' | 'all') => log.labelledRows(select(pipeline), { rows, limit: 100 });

    const labelled = await ask('labelled');
    const all = await ask('all');

    expect(labelled).toHaveLength(100);
    expect(await ask('labelled')).toEqual(labelled);
    expect(all).toHaveLength(100);
    expect(labelled.every(({ timeMs }, index) => timeMs >= (labelled[index - 1]?.timeMs ?? 0))).toBe(true);
    const share = all.filter(({ label: known }) => known !== null).length / 100;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.2); // four standard errors of a random hundred
  });

  it('keep hostile names', async () => {
    const pipeline = await pipelineWith((name) => ({
      rows: hostileNames.map((hostile) =>
        prediction(name, 1, { requestId: hostile, categories: { 'output.prediction': hostile } }),
      ),
      labels: hostileNames.map((hostile) => label(name, 2, { requestId: hostile, category: hostile })),
    }));

    const rows = await log.labelledRows(select(pipeline), { rows: 'labelled', limit: 99 });

    expect(new Set(rows.map((row) => row.label))).toEqual(new Set(hostileNames));
    expect(rows.every((row) => row.prediction === row.label)).toBe(true);
  });
});

function at(minutes: number): number {
  return START_MS + minutes * MINUTE_MS;
}

function select(pipeline: string): Known<SlotSelection> {
  return {
    pipeline,
    stage: 'asr',
    role: 'live',
    fromMs: START_MS,
    toMs: START_MS + 24 * HOUR_MS,
    stepMs: MINUTE_MS,
    knownAtMs: START_MS + 48 * HOUR_MS,
  };
}
