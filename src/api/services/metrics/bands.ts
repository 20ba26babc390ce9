import type { Band, Bands } from '#contract/bands.ts';
import { groupOf, type MetricGroup } from '#contract/metric.ts';
import { quantile } from '#stats/histogram.ts';
import type { Ports } from '../../ports.ts';
import type {
  BucketCount,
  CategorySlot,
  RowSlot,
  SlotSelection,
  StageSelection,
  Window,
} from '../../prediction-log.ts';
import { stageMetrics } from '../pipelines/catalogue.ts';
import { referenceRows } from '../references/reference-rows.ts';
import { resolveReference, withoutMetrics } from '../references/resolve.ts';
import { histogramOf } from './histogram-of.ts';

const MINUTE_MS = 60_000;
const MOST_SLOTS = 2_000;
const FEWEST_SLOTS = 3;

export type BandsRequest = Omit<StageSelection, keyof Window> & {
  stepMs: number;
  group?: MetricGroup | undefined;
  metrics?: readonly string[] | undefined;
  reference?: string | undefined;
};

/** What was usual in the window of a reference (see `Bands`). */
export async function bands(
  ports: Ports,
  { stepMs, group, metrics, reference: id, ...scope }: BandsRequest,
): Promise<Bands> {
  const { pipeline, stage } = scope;
  const reference = await resolveReference(ports, { pipeline, stage, id });
  const rows = { ...scope, ...referenceRows(reference) };
  const known = stageMetrics(await ports.log.listMetrics(pipeline), stage).filter(
    ({ metric }) =>
      (group === undefined || groupOf(metric) === group) && (!metrics || metrics.includes(metric)),
  );
  const named = (wanted: string) => known.filter(({ kind }) => kind === wanted).map(({ metric }) => metric);
  const selection: SlotSelection = { ...rows, ...wholeSlots(rows, stepMs) };
  const [rowSlots, categorySlots, buckets] = await Promise.all([
    ports.log.rowSlots(selection),
    ports.log.categorySlots({ ...selection, metrics: named('categorical') }),
    ports.log.numericHistograms(rows, named('numeric')),
  ]);
  return {
    reference: withoutMetrics(reference),
    stepSeconds: selection.stepMs / 1000,
    requests: reference.source === 'upload' ? null : requestBand(rowSlots, selection),
    metrics: [...valueBands(buckets), ...shareBands(categorySlots)],
  };
}

/** Slots that lie wholly in the window; a cut one would count too few rows. */
function wholeSlots({ fromMs, toMs }: Window, stepMs: number): Window & { stepMs: number } {
  const least = Math.ceil((toMs - fromMs) / MOST_SLOTS / MINUTE_MS) * MINUTE_MS;
  const step = least > stepMs ? Math.ceil(least / stepMs) * stepMs : stepMs;
  const first = Math.ceil(fromMs / step) * step;
  return { fromMs: first, toMs: Math.max(first, Math.floor(toMs / step) * step), stepMs: step };
}

/** Slots without rows count as zero: they are usual, too. */
function requestBand(slots: RowSlot[], { fromMs, toMs, stepMs }: SlotSelection): Band | null {
  const rates = slots.map(({ rows }) => rows / (stepMs / 1000));
  const silent = Math.max(0, (toMs - fromMs) / stepMs - slots.length);
  return bandOf([...rates, ...Array.from({ length: silent }, () => 0)]);
}

function valueBands(buckets: BucketCount[]): Bands['metrics'] {
  return [...Map.groupBy(buckets, ({ metric }) => metric)].map(([metric, cells]) => {
    const histogram = histogramOf(cells);
    const n = cells.reduce((sum, { count }) => sum + count, 0);
    return { metric, kind: 'numeric', ...quantilesOf(n, (share) => quantile(histogram, share)) };
  });
}

function shareBands(slots: CategorySlot[]): Bands['metrics'] {
  return [...Map.groupBy(slots, ({ metric }) => metric)].flatMap(([metric, own]) => {
    const totals = new Map<number, number>();
    for (const { slotMs, count } of own) totals.set(slotMs, (totals.get(slotMs) ?? 0) + count);
    return [...Map.groupBy(own, ({ category }) => category)].flatMap(([category, cells]) => {
      const counts = new Map(cells.map(({ slotMs, count }) => [slotMs, count]));
      const band = bandOf([...totals].map(([slotMs, total]) => (counts.get(slotMs) ?? 0) / total));
      return band ? [{ metric, kind: 'categorical' as const, category, ...band }] : [];
    });
  });
}

/** Rank ⌈q·n⌉, as `quantile` of stats/histogram.ts. */
function bandOf(values: number[]): Band | null {
  if (values.length < FEWEST_SLOTS) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return quantilesOf(sorted.length, at);
}

function quantilesOf(n: number, at: (share: number) => number): Band {
  return {
    n,
    p05: at(0.05),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
    p999: at(0.999),
  };
}
