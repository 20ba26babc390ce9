import type { MetricSample } from '#control/rule/metric-value.ts';
import type { BinnedSample } from '#stats/drift-score.ts';
import { countUpTo, type NumericHistogram, quantile } from '#stats/histogram.ts';
import type { Ports, StoredReference } from '../../ports.ts';
import type { MetricExtent, SlotSelection, StageSelection } from '../../prediction-log.ts';
import { stageMetrics } from '../pipelines/catalogue.ts';
import { countInBins } from '../references/count-in-bins.ts';
import { narrowReference } from '../references/narrow.ts';
import { resolveReference } from '../references/resolve.ts';
import { listRuns } from '../runs/list.ts';
import { batchByKey } from './batch-by-key.ts';

type Slots = Omit<SlotSelection, 'metrics' | 'since'>;
type Binned = { selection: StageSelection; reference: string | undefined };

/** What the rules of one pass read from the log: rules that look at the same rows share the reading of them. */
export interface LogReads {
  ports: Ports;
  metrics(pipeline: string, stage: string): Promise<MetricExtent[]>;
  sample(selection: StageSelection, metric: string): Promise<MetricSample>;
  /** By the start of their slots; those without values are left out. */
  slots(selection: Slots, metric: string): Promise<ReadonlyMap<number, MetricSample>>;
  reference(selection: StageSelection, id: string | undefined): Promise<StoredReference>;
  /** In the bins of the reference; undefined for a metric that it does not have. */
  binned(
    selection: StageSelection,
    reference: string | undefined,
    metric: string,
  ): Promise<BinnedSample | undefined>;
  runs(pipeline: string, window: { fromMs: number; toMs: number }): ReturnType<typeof listRuns>;
  once<T>(name: string, read: () => Promise<T>): Promise<T>;
}

const QUANTILES = [0.05, 0.5, 0.9, 0.95, 0.99] as const;

export function createLogReads(ports: Ports): LogReads {
  const { log } = ports;
  const kept = new Map<string, Promise<unknown>>();
  function once<T>(name: string, read: () => Promise<T>): Promise<T> {
    const known = kept.get(name) as Promise<T> | undefined; // under one name only one kind of thing is kept
    if (known) return known;
    const reading = read();
    kept.set(name, reading);
    return reading;
  }
  const extents = (pipeline: string) => once(`metrics ${pipeline}`, () => log.listMetrics(pipeline));
  const metrics = async (pipeline: string, stage: string) => stageMetrics(await extents(pipeline), stage);

  async function byKind({ pipeline, stage }: StageSelection, items: readonly string[]) {
    const known = (await metrics(pipeline, stage)).filter(({ metric }) => items.includes(metric));
    const named = (wanted: MetricExtent['kind']) =>
      known.filter(({ kind }) => kind === wanted).map(({ metric }) => metric);
    return { numeric: named('numeric'), categorical: named('categorical') };
  }

  const sample = batchByKey<StageSelection, MetricSample>(async (selection, items) => {
    const { numeric, categorical } = await byKind(selection, items);
    const [rows, buckets, categories] = await Promise.all([
      log.countRows(selection),
      numeric.length > 0 ? log.numericHistograms(selection, numeric) : [],
      categorical.length > 0 ? log.categoryHistograms(selection, categorical) : [],
    ]);
    const bucketsOf = Map.groupBy(buckets, ({ metric }) => metric);
    const categoriesOf = Map.groupBy(categories, ({ metric }) => metric);
    return new Map(
      items.map((metric) => {
        const own = bucketsOf.get(metric);
        return [metric, own ? ofBuckets(rows, own) : ofCategories(rows, categoriesOf.get(metric) ?? [])];
      }),
    );
  });

  const slots = batchByKey<Slots, ReadonlyMap<number, MetricSample>>(async (selection, items) => {
    const { numeric, categorical } = await byKind(selection, items);
    const [rowSlots, numericSlots, categorySlots] = await Promise.all([
      log.rowSlots(selection),
      numeric.length > 0 ? log.numericSlots({ ...selection, metrics: numeric }, QUANTILES) : [],
      categorical.length > 0 ? log.categorySlots({ ...selection, metrics: categorical }) : [],
    ]);
    const rowsOf = new Map(rowSlots.map(({ slotMs, rows }) => [slotMs, rows]));
    const answer = new Map(items.map((metric) => [metric, new Map<number, MetricSample>()]));
    for (const { metric, slotMs, count, sum, quantiles } of numericSlots) {
      answer.get(metric)?.set(slotMs, {
        rows: rowsOf.get(slotMs) ?? 0,
        count,
        sum,
        quantile: (share) => quantiles[QUANTILES.findIndex((known) => known === share)] ?? Number.NaN,
        countOf: () => 0,
        countUpTo: () => Number.NaN, // slots keep no buckets
      });
    }
    for (const [metric, own] of Map.groupBy(categorySlots, (slot) => slot.metric)) {
      for (const [slotMs, cells] of Map.groupBy(own, (slot) => slot.slotMs)) {
        answer.get(metric)?.set(slotMs, ofCategories(rowsOf.get(slotMs) ?? 0, cells));
      }
    }
    for (const own of answer.values()) {
      for (const [slotMs, rows] of rowsOf) if (!own.has(slotMs)) own.set(slotMs, ofCategories(rows, []));
    }
    return answer;
  });

  const reference = ({ pipeline, stage, segments }: StageSelection, id: string | undefined) =>
    once(`reference ${JSON.stringify([pipeline, stage, segments, id])}`, async () => {
      const whole = await resolveReference(ports, { pipeline, stage, id });
      return segments ? narrowReference(log, whole, segments) : whole;
    });
  const binned = batchByKey<Binned, BinnedSample>(async ({ selection, reference: id }, items) => {
    const { metrics: frozen } = await reference(selection, id);
    const wanted = frozen.filter(({ metric }) => items.includes(metric));
    return (await countInBins(log, selection, wanted)).samples;
  });

  return {
    ports,
    metrics,
    sample: async (selection, metric) => (await sample(selection, metric)) ?? ofCategories(0, []),
    slots: async (selection, metric) => (await slots(selection, metric)) ?? new Map(),
    reference,
    binned: (selection, id, metric) => binned({ selection, reference: id }, metric),
    runs: (pipeline, window) =>
      once(`runs ${JSON.stringify([pipeline, window])}`, () => listRuns(ports, { pipeline, ...window })),
    once,
  };
}

function ofBuckets(
  rows: number,
  cells: readonly { bucket: number; count: number; sum: number }[],
): MetricSample {
  const ordered = cells.toSorted((a, b) => a.bucket - b.bucket);
  const histogram: NumericHistogram = {
    buckets: Int32Array.from(ordered, ({ bucket }) => bucket),
    counts: Float64Array.from(ordered, ({ count }) => count),
    sums: Float64Array.from(ordered, ({ sum }) => sum),
  };
  return {
    rows,
    count: ordered.reduce((total, cell) => total + cell.count, 0),
    sum: ordered.reduce((total, cell) => total + cell.sum, 0),
    quantile: (share) => quantile(histogram, share),
    countOf: () => 0,
    countUpTo: (limit) => countUpTo(histogram, limit),
  };
}

function ofCategories(rows: number, cells: readonly { category: string; count: number }[]): MetricSample {
  const counts = new Map(cells.map(({ category, count }) => [category, count]));
  return {
    rows,
    count: cells.reduce((total, { count }) => total + count, 0),
    sum: 0,
    quantile: () => Number.NaN,
    countOf: (category) => counts.get(category) ?? 0,
    countUpTo: () => 0,
  };
}
