import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LogRow, MetricExtent, PredictionLog, SlotSelection } from '#api/ports.ts';
import { createMemoryPredictionLog } from '#mocks/memory-prediction-log.ts';
import { categoricalBins, countNumeric, numericBins, type Bins } from '#stats/bins.ts';
import { bucketOf } from '#stats/bucket.ts';
import { histogramOf, quantile } from '#stats/histogram.ts';
import {
  hostileNames,
  HOUR_MS,
  label,
  MINUTE_MS,
  prediction,
  randomBatches,
  randomNumbers,
  sample,
  START_MS,
} from './log-rows.ts';
import { logStores, type OpenLog } from './log-stores.ts';

const QUANTILES = [0, 0.05, 0.5, 0.95, 0.99, 1];

describe.each(logStores)('the prediction log in $name', ({ open }) => {
  let store: OpenLog;
  let log: PredictionLog;
  beforeAll(async () => {
    store = await open();
    log = store.log;
  });
  afterAll(() => store.close());

  /** A pipeline of its own for each test. */
  async function pipelineWith(rows: (pipeline: string) => LogRow[]): Promise<string> {
    const pipeline = `p-${randomUUID()}`;
    await log.insert({ rows: rows(pipeline), labels: [] }, randomUUID());
    return pipeline;
  }

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

  it('tells of each period of runs what came, how much of it late, and when', async () => {
    const at = (minutes: number, delayMinutes: number): Partial<LogRow> => ({
      receivedMs: START_MS + (minutes + delayMinutes) * MINUTE_MS,
    });
    const pipeline = await pipelineWith((name) => [
      prediction(name, 20, at(20, 5)),
      prediction(name, 70, at(70, 1)),
      prediction(name, 74, at(74, 200)),
      prediction(name, 70, { role: 'shadow' }),
    ]);

    const selection = { ...select(pipeline), role: 'live' as const };
    const periods = { everyMs: HOUR_MS, offsetMs: 15 * MINUTE_MS, graceMs: 30 * MINUTE_MS };

    expect(await log.arrivalPeriods(selection, periods)).toEqual([
      {
        slotMs: START_MS + 15 * MINUTE_MS,
        rows: 3,
        lateRows: 1,
        firstReceivedMs: START_MS + 25 * MINUTE_MS,
        lastReceivedMs: START_MS + 274 * MINUTE_MS,
      },
    ]);
    expect(await log.firstReceived(pipeline)).toBe(START_MS + 25 * MINUTE_MS);
    expect(await log.firstReceived('nobody')).toBeUndefined();
  });

  it('tells of each site what it sent, its delays and its versions', async () => {
    const from = (site: string, delay: number, version = 'v1'): Partial<LogRow> => ({
      site,
      version,
      numbers: { arrivalDelaySeconds: delay },
    });
    const pipeline = await pipelineWith((name) => [
      prediction(name, 1, from('north', 10)),
      prediction(name, 3, from('north', 30, 'v2')),
      prediction(name, 2, from('north', 20)),
      prediction(name, 1, from('south', 5)),
      prediction(name, 1),
    ]);

    const states = await log.siteStates(pipeline, select(pipeline), [0.5, 0.95], 10);

    const north = {
      site: 'north',
      stage: 'asr',
      rows: 3,
      lastMs: START_MS + 3 * MINUTE_MS,
      lastReceivedMs: START_MS + 3 * MINUTE_MS + 500,
      delaysSeconds: [20, 30],
      versions: [
        ['v1', 2],
        ['v2', 1],
      ],
    };
    const southMs = START_MS + MINUTE_MS;
    expect(states).toEqual([
      north,
      {
        ...north,
        site: 'south',
        rows: 1,
        lastMs: southMs,
        lastReceivedMs: southMs + 500,
        delaysSeconds: [5, 5],
        versions: [['v1', 1]],
      },
    ]);
    expect(await log.siteStates(pipeline, select(pipeline), [0.5], 1)).toHaveLength(1);
  });

  it('keeps rows of a reference apart: in no figure and no list, but found under its id', async () => {
    const ofReference = (pipeline: string, stage: string): LogRow => ({
      ...prediction(pipeline, 1, { stage, numbers: { x: 7, only: 1 } }),
      kind: 'reference',
      role: 'reference',
      version: 'ref-1',
      categories: { 'input.c': 'red' },
    });
    const pipeline = await pipelineWith((name) => [
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

  it('counts the minutes in which a row or a sample came, by slot', async () => {
    const pipeline = await pipelineWith((pipeline) => [
      prediction(pipeline, 0.1),
      prediction(pipeline, 0.9),
      sample(pipeline, 2, { 'resource.cpu': 0.5 }),
      prediction(pipeline, 61),
      prediction(pipeline, 62, { version: 'v2' }),
      prediction(pipeline, 63, { role: 'shadow' }),
    ]);
    const selection = { ...select(pipeline), toMs: START_MS + 120 * MINUTE_MS };

    for (const stepMs of [10 * MINUTE_MS, HOUR_MS]) {
      const second = START_MS + (stepMs === HOUR_MS ? HOUR_MS : 60 * MINUTE_MS);
      expect(await log.activeSlots({ ...selection, stepMs })).toEqual([
        { slotMs: START_MS, minutes: 2 },
        { slotMs: second, minutes: 2 },
      ]);
    }
    expect(await log.activeSlots({ ...selection, stepMs: HOUR_MS, version: 'v2' })).toEqual([
      { slotMs: START_MS + HOUR_MS, minutes: 1 },
    ]);
  });

  it('counts the outputs that came more than once, with their text where it was kept', async () => {
    const output = (fingerprint: string, text: string | null, length: number) => ({
      fingerprint,
      text,
      numbers: { 'output.length': length },
    });
    const pipeline = await pipelineWith((pipeline) => [
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
    const pipeline = await pipelineWith((name) => [
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

  it('counts labels by when they were received', async () => {
    const pipeline = `p-${randomUUID()}`;
    const labels = [1, 1.5, 3, 9].map((minutes) => ({
      ...label(pipeline, 500),
      receivedMs: at(minutes),
    }));
    await log.insert({ rows: [], labels }, randomUUID());

    expect(await log.labelArrivals(pipeline, { fromMs: at(1), toMs: at(9) }, 2 * MINUTE_MS)).toEqual([
      { slotMs: at(0), rows: 2 },
      { slotMs: at(2), rows: 1 },
    ]);
    expect(await log.labelArrivals('nobody', { fromMs: at(1), toMs: at(9) }, MINUTE_MS)).toEqual([]);
  });

  it('lists stages by the extent of all their rows, counting predictions', async () => {
    const pipeline = await pipelineWith((name) => [
      prediction(name, 5),
      prediction(name, 2.5),
      sample(name, 9, { cpu: 1 }),
      { ...sample(name, 1, { cpu: 1 }), stage: 'host' },
    ]);

    const stages = (await log.listStages()).filter((stage) => stage.pipeline === pipeline);

    expect(stages.toSorted((a, b) => (a.stage < b.stage ? -1 : 1))).toEqual([
      { pipeline, stage: 'asr', rows: 2, firstMs: at(2.5), lastMs: at(9) },
      { pipeline, stage: 'host', rows: 0, firstMs: at(1), lastMs: at(1) },
    ]);
  });

  it('lists metrics with their extent and most frequent categories', async () => {
    const pipeline = await pipelineWith((name) => [
      prediction(name, 1, { numbers: { x: 1 }, categories: { c: 'b' } }),
      prediction(name, 2.5, { numbers: { x: 2 }, categories: { c: 'b' } }),
      ...Array.from({ length: 14 }, (_, index) =>
        prediction(name, 4, { categories: { c: `a${index + 10}` } }),
      ),
      sample(name, 9, { x: 1 }),
    ]);

    expect(await log.listMetrics(pipeline)).toEqual([
      {
        stage: 'asr',
        metric: 'c',
        kind: 'categorical',
        rows: 16,
        firstMs: at(1),
        lastMs: at(4),
        categories: ['b', ...Array.from({ length: 11 }, (_, index) => `a${index + 10}`)],
      },
      {
        stage: 'asr',
        metric: 'status',
        kind: 'categorical',
        rows: 16,
        firstMs: at(1),
        lastMs: at(4),
        categories: ['ok'],
      },
      { stage: 'asr', metric: 'x', kind: 'numeric', rows: 3, firstMs: at(1), lastMs: at(9), categories: [] },
    ]);
  });

  it('lists versions by role with their predictions in the window', async () => {
    const pipeline = await pipelineWith((name) => [
      prediction(name, 0),
      prediction(name, 10.5),
      prediction(name, 12, { version: 'v2' }),
      prediction(name, 12, { version: 'v2', role: 'shadow' }),
      sample(name, 11, { cpu: 1 }),
      { ...sample(name, 11, { cpu: 1 }), version: 'host' },
      prediction(name, 60),
    ]);

    const versions = await log.listVersions(pipeline, { fromMs: at(5), toMs: at(60) });

    expect(versions.toSorted((a, b) => (a.version + a.role < b.version + b.role ? -1 : 1))).toEqual([
      { stage: 'asr', version: 'v1', role: 'live', rows: 1, firstMs: at(10.5), lastMs: at(10.5) },
      { stage: 'asr', version: 'v2', role: 'live', rows: 1, firstMs: at(12), lastMs: at(12) },
      { stage: 'asr', version: 'v2', role: 'shadow', rows: 1, firstMs: at(12), lastMs: at(12) },
    ]);
  });

  it('counts versions by slot', async () => {
    const pipeline = await pipelineWith((name) => [
      prediction(name, 1),
      prediction(name, 9),
      prediction(name, 11),
      prediction(name, 12, { version: 'v2' }),
      sample(name, 31, { cpu: 1 }),
    ]);

    expect(await log.versionSlots(pipeline, window(0, 60), 10 * MINUTE_MS)).toEqual([
      { stage: 'asr', version: 'v1', slotMs: at(0), rows: 2 },
      { stage: 'asr', version: 'v1', slotMs: at(10), rows: 1 },
      { stage: 'asr', version: 'v2', slotMs: at(10), rows: 1 },
    ]);
  });

  it('answers count, sum and quantiles by slot as the statistics define them', async () => {
    const random = randomNumbers(4);
    const values = Array.from({ length: 400 }, () => Math.exp(random() * 6) * (random() < 0.3 ? -1 : 1));
    const pipeline = await pipelineWith((name) =>
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

  it('counts late rows in the slot of their time', async () => {
    const pipeline = await pipelineWith((name) => [prediction(name, 61, { numbers: { x: 1 } })]);
    await log.insert({ rows: [prediction(pipeline, 60, { numbers: { x: 3 } })], labels: [] }, randomUUID());

    for (const stepMs of [HOUR_MS, 20 * MINUTE_MS]) {
      expect(await log.numericSlots({ ...select(pipeline), stepMs }, [1])).toEqual([
        { metric: 'x', slotMs: at(60), count: 2, sum: 4, quantiles: [3] },
      ]);
    }
  });

  it('lets window borders snap outwards to minutes, and to hours where the step is in hours', async () => {
    const pipeline = await pipelineWith((name) =>
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
    const pipeline = await pipelineWith((name) => [prediction(name, 5, { numbers: { x: 1 } })]);
    const selection = { ...select(pipeline), fromMs: Date.UTC(1900, 0), toMs: Date.UTC(2300, 0) };

    expect(await log.rowSlots(selection)).toEqual([{ slotMs: at(5), rows: 1 }]);
    expect(await log.numericValues(selection, 'x', 5)).toEqual(Float64Array.of(1));
  });

  it('answers only slots that changed after the cursor, with all of their metrics', async () => {
    const pipeline = await pipelineWith((name) => [
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
    const pipeline = await pipelineWith((name) => [
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
    const pipeline = await pipelineWith((name) => [
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

  it('narrows to segments: any value of one metric, all of different ones', async () => {
    const pipeline = await pipelineWith((name) => [
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

  it('counts the rows of a window', async () => {
    const pipeline = await pipelineWith((name) => [
      prediction(name, 1),
      prediction(name, 2, { version: 'v2' }),
      prediction(name, 3, { role: 'shadow' }),
      sample(name, 4, { cpu: 1 }),
    ]);

    expect(await log.countRows(select(pipeline))).toBe(2);
    expect(await log.countRows({ ...select(pipeline), version: 'v2' })).toBe(1);
    expect(await log.countRows({ ...select(pipeline), ...window(5, 9) })).toBe(0);
  });

  it('folds numbers into bins of both kinds', async () => {
    const values = Array.from({ length: 300 }, (_, index) => (index - 100) ** 3 / 1000);
    const pipeline = await pipelineWith((name) => [
      ...values.map((x) => prediction(name, 1, { numbers: { x, few: Math.round(x) % 3 } })),
      prediction(name, 2, { numbers: { few: 9, x: 1e9, other: 1 } }),
    ]);
    const bins: [string, Bins][] = [
      ['x', numericBins(histogramOf(values))],
      ['few', numericBins(histogramOf(values.map((x) => Math.round(x) % 3)))],
      ['absent', numericBins(histogramOf([1]))],
    ];

    const slots = await log.binSlots({ ...select(pipeline), stepMs: HOUR_MS }, new Map(bins));

    for (const [metric, bin] of bins.slice(0, 2)) {
      if (bin.kind !== 'numeric') throw new Error('these bins are numeric');
      const all = metric === 'x' ? [...values, 1e9] : [...values.map((x) => Math.round(x) % 3), 9];
      const { counts, sums } = countNumeric(bin, histogramOf(all));
      expect(slots.filter((slot) => slot.metric === metric)).toEqual(
        [...counts]
          .map((count, index) => ({
            metric,
            slotMs: START_MS,
            bin: index,
            count,
            sum: expect.closeTo(sums[index] ?? 0, 6) as number,
          }))
          .filter(({ count }) => count > 0),
      );
    }
    expect(new Set(slots.map(({ metric }) => metric))).toEqual(new Set(['x', 'few']));
  });

  it('folds categories into named bins, other and unseen', async () => {
    const pipeline = await pipelineWith((name) =>
      ['a', 'a', 'b', 'c', 'd', 'new'].map((c) => prediction(name, 1, { categories: { c, plain: c } })),
    );
    const bins = new Map<string, Bins>([
      [
        'c',
        categoricalBins(
          new Map([
            ['a', 9],
            ['b', 5],
            ['c', 1],
            ['d', 1],
          ]),
          2,
        ),
      ],
      ['plain', { kind: 'categorical', categories: ['a'], tail: [] }],
    ]);

    const slots = await log.binSlots(select(pipeline), bins);

    expect(slots.map(({ metric, bin, count, sum }) => [metric, bin, count, sum])).toEqual([
      ['c', 0, 2, 0],
      ['c', 1, 1, 0],
      ['c', 2, 2, 0],
      ['c', 3, 1, 0],
      ['plain', 0, 2, 0],
      ['plain', 1, 4, 0],
    ]);
  });

  it('samples the same values each time', async () => {
    const pipeline = await pipelineWith((name) =>
      Array.from({ length: 500 }, (_, index) =>
        prediction(name, index / 100, {
          requestId: `r${index}`,
          numbers: { x: index },
          categories: { c: `c${index}` },
        }),
      ),
    );
    const selection = select(pipeline);

    const numbers = await log.numericValues(selection, 'x', 100);
    const categories = await log.categoryValues(selection, 'c', 100);

    expect(numbers).toHaveLength(100);
    expect(await log.numericValues(selection, 'x', 100)).toEqual(numbers);
    expect(new Set(numbers).size).toBe(100);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / 100;
    expect(Math.abs(mean - 250)).toBeLessThan(60); // four standard errors of a random hundred
    expect(categories).toEqual(Array.from(numbers, (x) => `c${x}`));
    expect((await log.numericValues(selection, 'x', 1000)).toSorted()).toEqual(
      Float64Array.from({ length: 500 }, (_, x) => x),
    );
    expect(await log.numericValues({ ...selection, fromMs: at(4.985) }, 'x', 9)).toEqual(
      Float64Array.of(499),
    );
  });

  it('keeps hostile names as they are', async () => {
    const pipeline = await pipelineWith((name) =>
      hostileNames.map((hostile) =>
        prediction(name, 1, {
          stage: 'all',
          version: hostile,
          site: hostile,
          requestId: hostile,
          text: hostile,
          numbers: { [hostile]: 1 },
          categories: { [hostile]: hostile },
        }),
      ),
    );
    const selection = { ...select(pipeline), stage: 'all' };

    const metrics = await log.listMetrics(pipeline);
    const versions = await log.listVersions(pipeline, selection);

    expect(new Set(metrics.map(({ metric }) => metric))).toEqual(new Set([...hostileNames, 'status']));
    expect(versions.map(({ version }) => version).toSorted()).toEqual(hostileNames.toSorted());
    for (const hostile of hostileNames) {
      const own = { ...selection, version: hostile, metrics: [hostile] };
      expect(await log.numericSlots(own, [0.5])).toEqual([
        { metric: hostile, slotMs: at(1), count: 1, sum: 1, quantiles: [1] },
      ]);
      expect(await log.categoryHistograms(own, [hostile])).toEqual([
        { metric: hostile, category: hostile, count: 1 },
      ]);
      expect(await log.categoryValues(own, hostile, 5)).toEqual([hostile]);
      const bins: Bins = { kind: 'categorical', categories: ['x', hostile], tail: hostileNames };
      expect(await log.binSlots(own, new Map([[hostile, bins]]))).toMatchObject([
        { metric: hostile, bin: 1, count: 1 },
      ]);
    }
  });

  it('keeps hostile names of pipelines and stages', async () => {
    for (const hostile of hostileNames) {
      const pipeline = `${randomUUID()}${hostile}`;
      await log.insert({ rows: [prediction(pipeline, 1, { stage: hostile })], labels: [] }, randomUUID());

      expect(await log.rowSlots({ ...select(pipeline), stage: hostile })).toEqual([
        { slotMs: at(1), rows: 1 },
      ]);
      expect((await log.listStages()).filter((stage) => stage.pipeline === pipeline)).toMatchObject([
        { stage: hostile },
      ]);
    }
  });

  it('takes text with half a surrogate pair', async () => {
    const cut = '😀'.repeat(2).slice(0, 3);
    const pipeline = await pipelineWith((name) => [
      prediction(name, 1, { text: cut, categories: { c: cut, [cut]: 'x' } }),
    ]);

    expect(await log.categoryHistograms(select(pipeline), ['c'])).toEqual([
      { metric: 'c', category: '😀\uFFFD', count: 1 },
    ]);
  });

  it('folds 300 metrics with names of 500 characters', async () => {
    const names = Array.from({ length: 300 }, (_, index) =>
      `${hostileNames[index % hostileNames.length]?.slice(0, 4)}${index}`.padEnd(499, '"\\😀').toWellFormed(),
    );
    const numbers = Object.fromEntries(names.slice(0, 150).map((name, index) => [name, index]));
    const categories = Object.fromEntries(names.slice(150).map((name) => [name, name]));
    const pipeline = await pipelineWith((name) => [
      prediction(name, 1, { numbers, categories }),
      prediction(name, 70, { numbers, categories }),
    ]);
    const bins = new Map<string, Bins>([
      ...names.slice(0, 150).map((name, index): [string, Bins] => [name, numericBins(histogramOf([index]))]),
      ...names
        .slice(150)
        .map((name): [string, Bins] => [
          name,
          { kind: 'categorical', categories: names.slice(150, 180), tail: names.slice(180, 200) },
        ]),
    ]);

    const slots = await log.binSlots({ ...select(pipeline), metrics: names }, bins);

    expect(slots).toHaveLength(600);
    expect(slots.filter(({ metric }) => metric === names[7])).toEqual([
      { metric: names[7], slotMs: at(1), bin: 0, count: 1, sum: 7 },
      { metric: names[7], slotMs: at(70), bin: 0, count: 1, sum: 7 },
    ]);
    expect(slots.filter(({ metric }) => metric === names[250])).toMatchObject([{ bin: 31 }, { bin: 31 }]);
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

function at(minutes: number): number {
  return START_MS + minutes * MINUTE_MS;
}

function window(from: number, to: number) {
  return { fromMs: at(from), toMs: at(to) };
}

function select(pipeline: string): SlotSelection {
  return { pipeline, stage: 'asr', role: 'live', ...window(0, 4 * 24 * 60), stepMs: MINUTE_MS };
}

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
