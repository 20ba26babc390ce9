import { builtInMetrics, groupOf, metricPrefixes, uptimeMetric, type MetricGroup } from '#contract/metric.ts';
import { lateAfterSeconds, type Series, type SeriesColumn } from '#contract/series.ts';
import type { Bins } from '#stats/bins.ts';
import { bucketOf } from '#stats/bucket.ts';
import type { Ports } from '../../ports.ts';
import type {
  ActiveSlot,
  BinSlot,
  CategorySlot,
  MetricExtent,
  NumericSlot,
  RowSlot,
  SlotSelection,
} from '../../prediction-log.ts';
import { stageMetrics } from '../pipelines/catalogue.ts';

const MINUTE_MS = 60_000;
const QUANTILES = [0.05, 0.5, 0.95, 0.99] as const;
const QUANTILE_NAMES = ['p05', 'p50', 'p95', 'p99'] as const;
const { arrivalDelay } = builtInMetrics;
/** In time, and late. */
const delayBins: Bins = { kind: 'numeric', edges: Int32Array.of(bucketOf(lateAfterSeconds)), atoms: false };
const LATE_BIN = 1;
/** Categories drawn of a metric; the rest is what is left to 1. */
const CATEGORIES = 6;

export type SeriesRequest = Omit<SlotSelection, 'metrics'> & {
  group?: MetricGroup | undefined;
  metrics?: readonly string[] | undefined;
};

/** Statistics by slot, in columns; with `since`, only of the slots that changed after that cursor. */
export async function series(
  { log, now }: Ports,
  { group, metrics, ...selection }: SeriesRequest,
): Promise<Series> {
  const cursor = await log.cursor(); // before the reads: what arrives meanwhile is found again next time
  const known = stageMetrics(await log.listMetrics(selection.pipeline), selection.stage);
  const chosen = known.filter(
    ({ metric }) => (metrics ? metrics.includes(metric) : true) && (group ? groupOf(metric) === group : true),
  );
  const numeric = chosen.filter(({ kind }) => kind === 'numeric');
  const categorical = chosen.filter(({ kind }) => kind === 'categorical');
  const only = (list: MetricExtent[]) => ({ ...selection, metrics: list.map(({ metric }) => metric) });
  const hasDelay = numeric.some(({ metric }) => metric === arrivalDelay);
  const [rowSlots, activeSlots, numericSlots, categorySlots, delaySlots] = await Promise.all([
    log.rowSlots(selection),
    hasUptime(selection, group, metrics) ? log.activeSlots(selection) : [],
    numeric.length > 0 ? log.numericSlots(only(numeric), QUANTILES) : [],
    categorical.length > 0 ? log.categorySlots(only(categorical)) : [],
    hasDelay
      ? log.binSlots({ ...selection, metrics: [arrivalDelay] }, new Map([[arrivalDelay, delayBins]]))
      : [],
  ]);
  const asOf = now();
  const answer = columns(chosen, rowSlots, numericSlots, categorySlots, activeSlots);
  const uptime = uptimeColumn(activeSlots, answer.slotsMs, selection.stepMs, asOf.getTime());
  return {
    stepSeconds: selection.stepMs / 1000,
    cursor,
    asOf: asOf.toISOString(),
    ...answer,
    columns: [
      ...answer.columns,
      ...(hasDelay ? [lateColumn(delaySlots, answer.slotsMs)] : []),
      ...(activeSlots.length > 0 ? [uptime] : []),
    ],
  };
}

/** A stage is up for all of its rows or for none. */
function hasUptime(
  { segments, knownAtMs }: SlotSelection,
  group: MetricGroup | undefined,
  metrics: readonly string[] | undefined,
): boolean {
  if (segments !== undefined || knownAtMs !== undefined) return false;
  return metrics ? metrics.includes(uptimeMetric) : group === 'software';
}

/** Of the slot under way only the minutes that have begun count. */
function uptimeColumn(
  activeSlots: ActiveSlot[],
  slotsMs: number[],
  stepMs: number,
  nowMs: number,
): SeriesColumn {
  const active = new Map(activeSlots.map(({ slotMs, minutes }) => [slotMs, minutes]));
  const values = slotsMs.map((slotMs) => {
    const begun = Math.ceil((Math.min(slotMs + stepMs, nowMs) - slotMs) / MINUTE_MS);
    return Math.min(1, (active.get(slotMs) ?? 0) / Math.max(1, begun));
  });
  return { metric: uptimeMetric, kind: 'numeric', statistic: 'mean', values };
}

function lateColumn(slots: BinSlot[], slotsMs: number[]): SeriesColumn {
  const bySlot = Map.groupBy(slots, ({ slotMs }) => slotMs);
  const values = slotsMs.map((slotMs) => {
    const bins = bySlot.get(slotMs);
    if (!bins) return null;
    const all = bins.reduce((sum, { count }) => sum + count, 0);
    return (bins.find(({ bin }) => bin === LATE_BIN)?.count ?? 0) / all;
  });
  return { metric: arrivalDelay, kind: 'numeric', statistic: 'lateShare', values };
}

function columns(
  metrics: MetricExtent[],
  rowSlots: RowSlot[],
  numericSlots: NumericSlot[],
  categorySlots: CategorySlot[],
  activeSlots: ActiveSlot[],
): Pick<Series, 'slotsMs' | 'rows' | 'columns'> {
  const all = [...rowSlots, ...numericSlots, ...categorySlots, ...activeSlots].map(({ slotMs }) => slotMs);
  const slotsMs = [...new Set(all)].sort((a, b) => a - b);
  const position = new Map(slotsMs.map((slotMs, index) => [slotMs, index]));
  const rows = slotsMs.map(() => 0);
  for (const slot of rowSlots) rows[position.get(slot.slotMs) ?? 0] = slot.rows;

  const numericByMetric = Map.groupBy(numericSlots, ({ metric }) => metric);
  const categoryByMetric = Map.groupBy(categorySlots, ({ metric }) => metric);
  return {
    slotsMs,
    rows,
    columns: metrics.flatMap((extent) =>
      extent.kind === 'numeric'
        ? numericColumns(extent.metric, numericByMetric.get(extent.metric) ?? [], position, rows)
        : categoryColumns(extent, categoryByMetric.get(extent.metric) ?? [], position, rows),
    ),
  };
}

function numericColumns(
  metric: string,
  slots: NumericSlot[],
  position: Map<number, number>,
  rows: number[],
): SeriesColumn[] {
  const column = (statistic: SeriesColumn['statistic'], valueOf: (slot: NumericSlot) => number | null) => {
    const values = empty(rows.length);
    for (const slot of slots) values[position.get(slot.slotMs) ?? 0] = valueOf(slot);
    return { metric, kind: 'numeric' as const, statistic, values };
  };
  const count = column('count', (slot) => slot.count);
  const missing: SeriesColumn = {
    ...count,
    statistic: 'missingShare',
    values: missingShares(count.values, rows),
  };
  return [
    count,
    ...(isSampled(metric) ? [] : [missing]), // resource samples have a pace of their own, so none is missing
    column('mean', (slot) => slot.sum / slot.count),
    ...QUANTILE_NAMES.map((name, index) => column(name, (slot) => slot.quantiles[index] ?? null)),
  ];
}

function categoryColumns(
  { metric, categories }: MetricExtent,
  slots: CategorySlot[],
  position: Map<number, number>,
  rows: number[],
): SeriesColumn[] {
  const counts = empty(rows.length);
  const shown = categories.slice(0, CATEGORIES);
  const byCategory = new Map(shown.map((category) => [category, rows.map(() => 0)]));
  for (const { slotMs, category, count } of slots) {
    const index = position.get(slotMs) ?? 0;
    counts[index] = (counts[index] ?? 0) + count;
    const own = byCategory.get(category);
    if (own) own[index] = count;
  }
  const shares = shown.map((category): SeriesColumn => ({
    metric,
    kind: 'categorical',
    statistic: 'share',
    category,
    values: counts.map((count, index) =>
      count === null ? null : (byCategory.get(category)?.[index] ?? 0) / count,
    ),
  }));
  return [
    { metric, kind: 'categorical', statistic: 'count', values: counts },
    { metric, kind: 'categorical', statistic: 'missingShare', values: missingShares(counts, rows) },
    ...shares,
  ];
}

/** The share of a slot's rows without a value; null where the slot has no rows. */
function missingShares(counts: (number | null)[], rows: number[]): (number | null)[] {
  return counts.map((count, index) => {
    const total = rows[index] ?? 0;
    return total === 0 ? null : Math.max(0, 1 - (count ?? 0) / total);
  });
}

function isSampled(metric: string): boolean {
  return metric.startsWith(metricPrefixes.resource);
}

function empty(length: number): (number | null)[] {
  return Array.from({ length }, () => null);
}
