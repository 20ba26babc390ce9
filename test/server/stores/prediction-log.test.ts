import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findSegment } from '#contract/segment.ts';
import type { LogRow, MetricExtent, PredictionLog, SlotSelection } from '#api/prediction-log.ts';
import { createMemoryPredictionLog } from '#mocks/memory-prediction-log.ts';
import type { Bins } from '#stats/bins.ts';
import { bucketOf } from '#stats/bucket.ts';
import { histogramOf, quantile } from '#stats/histogram.ts';
import {
  hostileNames,
  HOUR_MS,
  insertRows,
  label,
  MINUTE_MS,
  prediction,
  randomBatches,
  randomNumbers,
  sample,
  START_MS,
} from './log-rows.ts';
import { at, QUANTILES, select, window } from './log-selection.ts';
import { logStores, type OpenLog } from './log-stores.ts';

describe.each(logStores)('the prediction log in $name', ({ open }) => {
  let store: OpenLog;
  let log: PredictionLog;
  beforeAll(async () => {
    store = await open();
    log = store.log;
  });
  afterAll(() => store.close());

  it('is empty at first', async () => {
    const selection = select('nobody');

    expect(await log.listStages()).toEqual([]);
    expect(await log.listMetrics('nobody')).toEqual([]);
    expect(await log.listVersions('nobody', selection)).toEqual([]);
    expect(await log.labelExtent('nobody')).toEqual({ rows: 0, lastMs: undefined });
    expect(await log.rowSlots(selection)).toEqual([]);
    expect(await log.numericSlots(selection, QUANTILES)).toEqual([]);
    expect(await log.binSlots(selection, new Map())).toEqual([]);
    expect(await log.numericValues(selection, 'latencyMs', 10)).toEqual(new Float64Array());
    expect(await log.categoryValues(selection, 'status', 10)).toEqual([]);
  });

  it('keeps rows of a reference apart: in no figure and no list, but found under its id', async () => {
    const ofReference = (pipeline: string, stage: string): LogRow => ({
      ...prediction(pipeline, 1, { stage, numbers: { x: 7, only: 1 } }),
      kind: 'reference',
      role: 'reference',
      version: 'ref-1',
      categories: { 'input.c': 'red' },
    });
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, { numbers: { x: 1 } }),
      ofReference(name, 'asr'),
      ofReference(name, 'elsewhere'),
    ]);
    const live = select(pipeline);
    const frozen = { ...live, role: 'reference' as const, version: 'ref-1' };

    const stages = (await log.listStages()).filter((stage) => stage.pipeline === pipeline);
    expect(stages.map(({ stage, rows }) => [stage, rows])).toEqual([['asr', 1]]);
    expect((await log.listMetrics(pipeline)).map(({ metric, rows }) => [metric, rows])).toEqual([
      ['status', 1],
      ['x', 1],
    ]);
    expect((await log.listVersions(pipeline, live)).map(({ version, role }) => [version, role])).toEqual([
      ['v1', 'live'],
    ]);
    expect(await log.numericValues(live, 'x', 10)).toEqual(new Float64Array([1]));
    expect(await log.numericValues(frozen, 'x', 10)).toEqual(new Float64Array([7]));
    expect(await log.categoryValues(frozen, 'input.c', 10)).toEqual(['red']);
    expect((await log.numericHistograms(frozen)).map(({ metric, count }) => [metric, count])).toEqual([
      ['only', 1],
      ['x', 1],
    ]);
  });

  it('counts the outputs that came more than once, with their text where it was kept', async () => {
    const output = (fingerprint: string, text: string | null, length: number) => ({
      fingerprint,
      text,
      numbers: { 'output.length': length },
    });
    const pipeline = await insertRows(log, (pipeline) => [
      prediction(pipeline, 0, output('aa', null, 12)),
      prediction(pipeline, 1, output('bb', `${hostileNames[0]}`, 26)),
      prediction(pipeline, 2, output('bb', `${hostileNames[0]}`, 26)),
      prediction(pipeline, 3, output('aa', null, 12)),
      prediction(pipeline, 4, output('aa', null, 12)),
      prediction(pipeline, 5, output('cc', 'once', 4)),
      prediction(pipeline, 6),
      prediction(pipeline, 90, output('cc', 'outside', 7)),
    ]);
    const selection = { ...select(pipeline), toMs: START_MS + 60 * MINUTE_MS };
    const at = (minutes: number) => START_MS + minutes * MINUTE_MS;

    expect(await log.repeatedOutputs(selection, 10)).toEqual({
      rows: 6,
      distinct: 3,
      most: [
        { fingerprint: 'aa', text: null, length: 12, rows: 3, firstMs: at(0), lastMs: at(4) },
        { fingerprint: 'bb', text: hostileNames[0], length: 26, rows: 2, firstMs: at(1), lastMs: at(2) },
      ],
    });
    expect((await log.repeatedOutputs(selection, 1)).most).toHaveLength(1);
    expect(await log.repeatedOutputs(select('nobody'), 10)).toEqual({ rows: 0, distinct: 0, most: [] });
  });

  it('counts a batch once, however often its token comes', async () => {
    const pipeline = `p-${randomUUID()}`;
    const batch = {
      rows: [prediction(pipeline, 1, { numbers: { x: 2 } }), sample(pipeline, 2, { cpu: 0.5 })],
      labels: [label(pipeline, 3)],
    };
    const token = randomUUID();
    await log.insert(batch, token);
    await log.insert({ rows: [prediction(pipeline, 1)], labels: [] }, randomUUID());
    const before = await everything(log, pipeline);

    await log.insert(batch, token);
    await log.insert(batch, token);

    expect(await everything(log, pipeline)).toEqual(before);
    expect(await log.numericHistograms(select(pipeline))).toEqual([
      { metric: 'cpu', bucket: bucketOf(0.5), count: 1, sum: 0.5 },
      { metric: 'x', bucket: bucketOf(2), count: 1, sum: 2 },
    ]);
    expect(await log.labelExtent(pipeline)).toEqual({ rows: 1, lastMs: at(3) });
  });

  it('counts equal batches under two tokens twice', async () => {
    const pipeline = `p-${randomUUID()}`;
    for (const token of [randomUUID(), randomUUID()])
      await log.insert({ rows: [prediction(pipeline, 0)], labels: [] }, token);

    expect(await log.rowSlots(select(pipeline))).toEqual([{ slotMs: START_MS, rows: 2 }]);
  });

  it('tells rows, latency, failures and null outputs of all stages by slot', async () => {
    const answer = (stage: string, minutes: number, latencyMs: number, categories: Record<string, string>) =>
      ({ stage, minutes, numbers: { latencyMs }, categories }) as const;
    const rows = [
      answer('vad', 0, 10, { 'output.null': 'false' }),
      answer('vad', 1, 30, { status: 'timeout' }),
      answer('asr', 0.5, 100, { 'output.null': 'true' }),
      answer('asr', 5, 200, {}),
    ];
    const pipeline = await insertRows(log, (name) => [
      ...rows.map(({ stage, minutes, ...values }) => prediction(name, minutes, { stage, ...values })),
      prediction(name, 5, { stage: 'asr', role: 'shadow' }),
      sample(name, 9, { cpu: 1 }),
    ]);

    const slots = await log.stageSlots(pipeline, { fromMs: at(0), toMs: at(10) }, 2 * MINUTE_MS);

    const of = (stage: string, minutes: number, size: number) => ({ stage, slotMs: at(minutes), rows: size });
    expect(slots).toEqual([
      { ...of('asr', 0, 1), latencyP95Ms: 100, answers: 1, failures: 0, outputs: 1, nulls: 1 },
      { ...of('asr', 4, 1), latencyP95Ms: 200, answers: 1, failures: 0, outputs: 0, nulls: 0 },
      { ...of('vad', 0, 2), latencyP95Ms: 30, answers: 2, failures: 1, outputs: 1, nulls: 0 },
    ]);
    expect(await log.stageSlots(pipeline, { fromMs: at(0), toMs: at(10) })).toEqual([
      { ...of('asr', 0, 2), latencyP95Ms: 200, answers: 2, failures: 0, outputs: 1, nulls: 1 },
      { ...of('vad', 0, 2), latencyP95Ms: 30, answers: 2, failures: 1, outputs: 1, nulls: 0 },
    ]);
    expect(await log.stageSlots('nobody', { fromMs: at(0), toMs: at(10) }, MINUTE_MS)).toEqual([]);
  });

  it('answers count, sum and quantiles by slot as the statistics define them', async () => {
    const random = randomNumbers(4);
    const values = Array.from({ length: 400 }, () => Math.exp(random() * 6) * (random() < 0.3 ? -1 : 1));
    const pipeline = await insertRows(log, (name) =>
      values.map((x, index) => prediction(name, index / 20, { numbers: { x } })),
    );

    const slots = await log.numericSlots({ ...select(pipeline), stepMs: 10 * MINUTE_MS }, QUANTILES);

    const expected = [0, 200].map((from) => {
      const histogram = histogramOf(values.slice(from, from + 200));
      return {
        metric: 'x',
        slotMs: at(from / 20),
        count: 200,
        quantiles: QUANTILES.map((q) => quantile(histogram, q)),
      };
    });
    expect(slots).toEqual(
      expected.map((slot, index) => ({
        ...slot,
        sum: expect.closeTo(
          values.slice(index * 200, index * 200 + 200).reduce((sum, x) => sum + x, 0),
          6,
        ) as number,
        quantiles: slot.quantiles.map((q) => expect.closeTo(q, 9) as number),
      })),
    );
  });

  it('lets window borders snap outwards to minutes, and to hours where the step is in hours', async () => {
    const pipeline = await insertRows(log, (name) =>
      [0, 59, 60, 89.5, 90.5, 119, 120].map((minutes) => prediction(name, minutes)),
    );
    const selection = { ...select(pipeline), fromMs: at(59.5), toMs: at(90.2) };

    const byMinutes = await log.rowSlots({ ...selection, stepMs: 30 * MINUTE_MS });
    const byHours = await log.rowSlots({ ...selection, stepMs: HOUR_MS });

    expect(byMinutes).toEqual([
      { slotMs: at(30), rows: 1 },
      { slotMs: at(60), rows: 2 },
      { slotMs: at(90), rows: 1 },
    ]);
    expect(byHours).toEqual([
      { slotMs: at(0), rows: 2 },
      { slotMs: at(60), rows: 4 },
    ]);
  });

  it('takes windows from before all clocks to after them', async () => {
    const pipeline = await insertRows(log, (name) => [prediction(name, 5, { numbers: { x: 1 } })]);
    const selection = { ...select(pipeline), fromMs: Date.UTC(1900, 0), toMs: Date.UTC(2300, 0) };

    expect(await log.rowSlots(selection)).toEqual([{ slotMs: at(5), rows: 1 }]);
    expect(await log.numericValues(selection, 'x', 5)).toEqual(Float64Array.of(1));
  });

  it('answers only slots that changed after the cursor, with all of their metrics', async () => {
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, { numbers: { x: 1 } }),
      prediction(name, 11, { numbers: { x: 1 }, categories: { c: 'a' } }),
    ]);
    const selection = { ...select(pipeline), stepMs: 10 * MINUTE_MS };
    const since = await vi.waitUntil(async () => {
      const cursor = await log.cursor();
      return (await log.rowSlots({ ...selection, since: cursor })).length === 0 && cursor;
    }, 10_000);

    await log.insert({ rows: [sample(pipeline, 12, { cpu: 1 })], labels: [] }, randomUUID());
    await log.insert({ rows: [prediction(pipeline, 21)], labels: [] }, randomUUID());

    expect(await log.rowSlots({ ...selection, since })).toEqual([
      { slotMs: at(10), rows: 1 },
      { slotMs: at(20), rows: 1 },
    ]);
    expect(await log.numericSlots({ ...selection, since }, [])).toEqual([
      { metric: 'cpu', slotMs: at(10), count: 1, sum: 1, quantiles: [] },
      { metric: 'x', slotMs: at(10), count: 1, sum: 1, quantiles: [] },
    ]);
    expect(await log.categorySlots({ ...selection, since })).toEqual([
      { metric: 'c', slotMs: at(10), category: 'a', count: 1 },
      { metric: 'status', slotMs: at(10), category: 'ok', count: 1 },
      { metric: 'status', slotMs: at(20), category: 'ok', count: 1 },
    ]);
  });

  it('keeps roles and versions apart', async () => {
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, { numbers: { x: 1 } }),
      prediction(name, 1, { numbers: { x: 2 }, version: 'v2' }),
      prediction(name, 1, { numbers: { x: 4 }, role: 'shadow' }),
    ]);
    const sums = async (part: Partial<SlotSelection>) =>
      (await log.numericSlots({ ...select(pipeline), ...part }, [])).map(({ sum }) => sum);

    expect(await sums({})).toEqual([3]);
    expect(await sums({ version: 'v2' })).toEqual([2]);
    expect(await sums({ role: 'shadow' })).toEqual([4]);
    expect(await log.numericValues({ ...select(pipeline), version: 'v1' }, 'x', 9)).toEqual(
      Float64Array.of(1),
    );
  });

  it('answers the past as it was known', async () => {
    const late = { receivedMs: at(100) };
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, { numbers: { x: 1 }, categories: { c: 'a' } }),
      prediction(name, 2.5, { numbers: { x: 2 }, categories: { c: 'b' }, ...late }),
      prediction(name, 70, { numbers: { x: 4 }, receivedMs: at(101) }),
    ]);
    const known = async (knownAtMs: number) => {
      const selection = { ...select(pipeline), knownAtMs };
      return {
        rows: await log.countRows(selection),
        slots: (await log.rowSlots({ ...selection, stepMs: HOUR_MS })).map(({ rows }) => rows),
        sums: (await log.numericSlots({ ...selection, stepMs: HOUR_MS }, [1])).map(({ sum }) => sum),
        categories: (await log.categoryHistograms(selection, ['c'])).map(({ category }) => category),
        values: await log.numericValues(selection, 'x', 9),
      };
    };

    expect(await known(at(99))).toEqual({
      rows: 1,
      slots: [1],
      sums: [1],
      categories: ['a'],
      values: Float64Array.of(1),
    });
    expect(await known(at(100))).toMatchObject({ rows: 2, slots: [2], sums: [3], categories: ['a', 'b'] });
    expect(await known(at(101))).toMatchObject({ rows: 3, slots: [2, 1], sums: [3, 4] });
  });

  it('answers the stages of a pipeline as they were known', async () => {
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, { numbers: { latencyMs: 10 } }),
      prediction(name, 2, { numbers: { latencyMs: 30 }, version: 'v2', receivedMs: at(100) }),
      prediction(name, 3, { stage: 'vad', categories: { status: 'timeout' }, receivedMs: at(100) }),
    ]);
    await log.insert({ rows: [], labels: [label(pipeline, 4, { receivedMs: at(100) })] }, randomUUID());
    const window = { fromMs: at(0), toMs: at(10) };
    const known = async (knownAtMs?: number) => ({
      figures: (await log.stageSlots(pipeline, window, undefined, knownAtMs)).map(
        ({ stage, rows, latencyP95Ms, failures }) => [stage, rows, latencyP95Ms, failures],
      ),
      slots: (await log.stageSlots(pipeline, window, MINUTE_MS, knownAtMs)).map(({ slotMs }) => slotMs),
      versions: (await log.listVersions(pipeline, window, knownAtMs)).map(
        ({ stage, version, rows, firstMs, lastMs }) => [stage, version, rows, firstMs, lastMs],
      ),
      labels: (await log.labelExtent(pipeline, knownAtMs)).rows,
    });

    expect(await known(at(99))).toEqual({
      figures: [['asr', 1, 10, 0]],
      slots: [at(1)],
      versions: [['asr', 'v1', 1, at(1), at(1)]],
      labels: 0,
    });
    expect(await known(at(100))).toEqual(await known());
    expect((await known()).figures).toEqual([
      ['asr', 2, 30, 0],
      ['vad', 1, null, 1],
    ]);
  });

  it('narrows to segments: any value of one metric, all of different ones', async () => {
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, { numbers: { x: 1 }, categories: { device: 'phone', lang: 'en' }, site: 'a' }),
      prediction(name, 2, { numbers: { x: 2 }, categories: { device: 'desk', lang: 'en' }, site: 'b' }),
      prediction(name, 3, { numbers: { x: 4 }, categories: { device: 'phone', lang: 'de' }, site: 'b' }),
      prediction(name, 4, { numbers: { x: 8 } }),
    ]);
    const sum = async (...pairs: [string, string][]) => {
      const segments = pairs.map(([metric, value]) => ({ metric, value }));
      const slots = await log.numericSlots({ ...select(pipeline), segments, stepMs: HOUR_MS }, []);
      return slots[0]?.sum;
    };

    expect(await sum(['device', 'phone'])).toBe(5);
    expect(await sum(['device', 'phone'], ['device', 'desk'])).toBe(7);
    expect(await sum(['device', 'phone'], ['lang', 'en'])).toBe(1);
    expect(await sum(['site', 'b'])).toBe(6);
    expect(await sum(['status', 'ok'])).toBe(15);
    expect(await sum(['device', 'tv'])).toBeUndefined();
    expect(await sum(['device', ''])).toBeUndefined();
  });

  it('narrows to ranges of a number: from one bound to below the other, any of one metric', async () => {
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, { numbers: { x: 1, age: -18.5 }, categories: { device: 'phone' } }),
      prediction(name, 2, { numbers: { x: 2, age: 20 }, categories: { device: 'desk', age: 'unknown' } }),
      prediction(name, 3, { numbers: { x: 4, age: 65 }, categories: { device: 'phone' } }),
      prediction(name, 4, { numbers: { x: 8 }, categories: { age: 'unknown' } }),
    ]);
    const sum = async (...texts: string[]) => {
      const segments = texts.flatMap((text) => findSegment(text) ?? []);
      const slots = await log.numericSlots(
        { ...select(pipeline), segments, stepMs: HOUR_MS, metrics: ['x'] },
        [],
      );
      return slots[0]?.sum;
    };

    expect(await sum('age~20~65')).toBe(2);
    expect(await sum('age~~20')).toBe(1);
    expect(await sum('age~20~')).toBe(6);
    expect(await sum('age~~')).toBe(7);
    expect(await sum('age~~20', 'age~65~1e3')).toBe(5);
    expect(await sum('age~~65', 'device:phone')).toBe(1);
    expect(await sum('age:unknown', 'age~65~')).toBe(14);
    expect(await sum('age~66~70')).toBeUndefined();
  });

  it('counts the rows of a window', async () => {
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1),
      prediction(name, 2, { version: 'v2' }),
      prediction(name, 3, { role: 'shadow' }),
      sample(name, 4, { cpu: 1 }),
    ]);

    expect(await log.countRows(select(pipeline))).toBe(2);
    expect(await log.countRows({ ...select(pipeline), version: 'v2' })).toBe(1);
    expect(await log.countRows({ ...select(pipeline), ...window(5, 9) })).toBe(0);
  });

  it('answers random batches as the log in memory does', async () => {
    const pipeline = `p-${randomUUID()}`;
    const model = createMemoryPredictionLog();
    for (const [index, batch] of randomBatches(pipeline, 7, 8, 400).entries()) {
      await model.insert(batch, `${pipeline}-${index}`);
      await log.insert(batch, `${pipeline}-${index}`);
      if (index % 3 === 0) await log.insert(batch, `${pipeline}-${index}`);
    }

    const expected = await everything(model, pipeline);
    for (const [question, answer] of Object.entries(await everything(log, pipeline))) {
      expect({ question, answer }).toEqual({ question, answer: expected[question] });
    }
  });
});

/** All that the log says of a pipeline, by question; sums rounded, in an order that no collation changes. */
async function everything(log: PredictionLog, pipeline: string): Promise<Record<string, unknown>> {
  const stages = inOrder((await log.listStages()).filter((stage) => stage.pipeline === pipeline));
  const metrics = inOrder(await log.listMetrics(pipeline));
  const whole = select(pipeline);
  const answers: Record<string, unknown> = {
    stages,
    metrics,
    versions: inOrder(await log.listVersions(pipeline, { fromMs: at(30.5), toMs: at(2000) })),
    versionHours: inOrder(await log.versionSlots(pipeline, whole, 3 * HOUR_MS)),
    versionMinutes: inOrder(await log.versionSlots(pipeline, whole, 7 * MINUTE_MS)),
    labels: await log.labelExtent(pipeline),
  };
  for (const { stage } of stages) {
    const bins = binsOf(metrics.filter((metric) => metric.stage === stage));
    for (const part of parts) {
      for (const stepMs of [20 * MINUTE_MS, 6 * HOUR_MS]) {
        const selection = { ...whole, stage, stepMs, ...part };
        answers[JSON.stringify([stage, part, stepMs])] = {
          counted: await log.countRows(selection),
          rows: inOrder(await log.rowSlots(selection)),
          numbers: inOrder(await log.numericSlots(selection, QUANTILES)),
          categories: inOrder(await log.categorySlots(selection)),
          buckets: inOrder(await log.numericHistograms(selection)),
          counts: inOrder(await log.categoryHistograms(selection, ['status', 'input.device'])),
          bins: inOrder(await log.binSlots(selection, bins)),
          // No store keeps the sign of zero.
          values: (await log.numericValues(selection, 'input.a', 1e6)).map((value) => value + 0).toSorted(),
          texts: (await log.categoryValues(selection, 'input.device', 1e6)).toSorted(),
        };
      }
    }
  }
  return answers;
}

const parts: Partial<SlotSelection>[] = [
  {},
  { role: 'shadow' },
  { version: 'v1' },
  window(61.5, 2000.5),
  { ...window(61.5, 2000.5), knownAtMs: at(900) },
  { segments: [{ metric: 'input.x', from: -1.5, to: 3e-7 }] },
  { segments: ['phone', hostileNames[1] as string].map((value) => ({ metric: 'input.device', value })) },
];

function binsOf(metrics: MetricExtent[]): Map<string, Bins> {
  const ordered = metrics.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)); // numeric wins where a metric is both
  return new Map(
    ordered.map(({ metric, kind, categories }): [string, Bins] => {
      if (kind === 'categorical')
        return [metric, { kind, categories: categories.slice(0, 3), tail: categories.slice(3, 5) }];
      const edges = Int32Array.from([-3, 0, 1, 7, 100].map(bucketOf));
      return [metric, { kind: 'numeric', edges, atoms: metric.length % 2 === 0 }];
    }),
  );
}

function inOrder<T extends object>(answers: T[]): T[] {
  const rounded = answers.map((answer) =>
    Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, roundedOf(value)])),
  );
  const keyed = rounded.map((answer) => ({
    key: JSON.stringify(answer, Object.keys(answer).sort()),
    answer,
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ answer }) => answer as T);
}

/** Sums differ in their last digits with the order of adding. */
function roundedOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(roundedOf);
  return typeof value === 'number' && !Number.isInteger(value)
    ? Number(Number(value.toFixed(9)).toPrecision(9))
    : value;
}
