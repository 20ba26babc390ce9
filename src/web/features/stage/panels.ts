import { builtInMetrics, metricPrefixes, uptimeMetric, type MetricGroup } from '#contract/metric.ts';
import { lateAfterSeconds } from '#contract/series.ts';
import { findColumn, type SeriesData } from '../../api/series-merge.ts';
import type { Band } from '../../charts/draw-series.ts';
import type { ChartCompare, ChartLimit, ChartSeries } from '../../charts/time-series.ts';
import type { Unit } from '../../format/number.ts';
import { shareOfTrue } from './panel-band.ts';
import { mostErrors, type RuleLimit } from '../../health/stage-limits.ts';
import { panelLimit } from './panel-limit.ts';
import type { MetricBook } from '../../format/metric-book.ts';

/** One small chart: what it is called, and what it draws. */
export type Panel = {
  id: string;
  title: string;
  unit: Unit;
  series: ChartSeries[];
  band?: Band;
  compare?: ChartCompare;
  limit?: ChartLimit | undefined;
  /** Counts behind each point; few make it hollow. */
  counts?: Float64Array;
  yZero: boolean;
  /** Largest share of a slot's rows without a value, where that is above 0. */
  mostMissing?: number;
};

const MOST_LINES = 4;
const lineTones = ['series1', 'series2', 'series3', 'series4'] as const;
/** Ours before the users', in the order in which people ask. */
const order: readonly string[] = [
  builtInMetrics.latency,
  'requests',
  'inFlight',
  builtInMetrics.status,
  uptimeMetric,
  builtInMetrics.nullOutput,
  builtInMetrics.confidence,
  builtInMetrics.prediction,
  builtInMetrics.textLength,
];
const last: readonly string[] = [builtInMetrics.arrivalDelay];

/** The charts of one group of a stage's metrics, from one answer of the series query. */
export function groupPanels(
  data: SeriesData,
  {
    group,
    latencyTargetMs,
    rules = [],
    book,
  }: {
    group: MetricGroup;
    latencyTargetMs?: number | undefined;
    /** What rules hold the stage to; their limits come before the others. */
    rules?: readonly RuleLimit[] | undefined;
    book: MetricBook;
  },
): Panel[] {
  const metrics = Map.groupBy(data.described, ({ metric }) => metric);
  const panels = [...metrics].flatMap(([metric, columns]) => {
    const categories = columns.flatMap(({ category }) => (category === undefined ? [] : [category]));
    if (metric === builtInMetrics.latency) return [latencyPanel(data, book, latencyTargetMs)];
    if (metric === uptimeMetric) return [uptimePanel(data)];
    if (metric === builtInMetrics.status) return [errorPanel(data, book, categories)];
    if (columns[0]?.kind === 'numeric') return [numericPanel(data, book, metric)];
    if (isYesOrNo(categories)) return [shareOfYesPanel(data, book, metric)];
    return [categoryPanel(data, book, metric, categories)];
  });
  const all = group === 'software' ? [requestPanel(data), inFlightPanel(data), ...panels] : panels;
  return all
    .filter(hasValues)
    .map((panel) => ({ ...panel, limit: panelLimit(panel, rules) ?? panel.limit }))
    .sort((a, b) => placeOf(a.id, book) - placeOf(b.id, book) || (a.id < b.id ? -1 : 1));
}

function latencyPanel(data: SeriesData, book: MetricBook, targetMs: number | undefined): Panel {
  const metric = builtInMetrics.latency;
  const counts = columnOf(data, metric, 'count');
  return {
    ...basics(data, book, metric),
    yZero: true,
    series: (['p50', 'p95', 'p99'] as const)
      .map((name) => ({ name, values: columnOf(data, metric, name), tone: name }))
      .map((line) => (line.name === 'p99' ? { ...line, values: whereMany(line.values, counts) } : line))
      .filter(({ values }) => values.some((value) => !Number.isNaN(value))),
    ...(targetMs !== undefined && {
      limit: { value: targetMs, severity: 'warning', label: 'target', of: 'p95' },
    }),
  };
}

/** The 99th percentile of fewer than 100 values is the largest of them: one slow request would flatten the chart. */
function whereMany(values: Float64Array, counts: Float64Array): Float64Array {
  return values.map((value, index) => ((counts[index] ?? 0) >= 100 ? value : Number.NaN));
}

/** Rows a second; the slot that is still running counts only the time that has passed. Late rows changed a past slot. */
function requestPanel(data: SeriesData): Panel {
  const { times, rows, stepSeconds, asOfMs } = data;
  const stepMs = stepSeconds * 1000;
  const values = rows.map((count, index) => {
    const passedMs = Math.min(stepMs, Math.max(1000, asOfMs - (times[index] ?? 0)));
    return count / (passedMs / 1000);
  });
  return {
    id: 'requests',
    title: 'Requests',
    unit: 'perSecond',
    yZero: true,
    series: [{ name: 'requests', values, tone: 'series1' }, ...lateLine(data, values)],
  };
}

/** Only where any row came late, so that nobody has to ask what a line at zero means. */
function lateLine(data: SeriesData, rates: Float64Array): ChartSeries[] {
  const share = findColumn(data, builtInMetrics.arrivalDelay, 'lateShare');
  if (!share?.some((value) => value > 0)) return [];
  const name = `came over ${lateAfterSeconds / 60} min late`;
  return [{ name, values: rates.map((rate, slot) => rate * (share[slot] ?? 0)), tone: 'muted' }];
}

/** Little's law: requests a second times the mean time that one takes. */
function inFlightPanel(data: SeriesData): Panel {
  const { series, ...panel } = requestPanel(data);
  const rates = series[0]?.values ?? new Float64Array();
  const meanMs = columnOf(data, builtInMetrics.latency, 'mean');
  return {
    ...panel,
    id: 'inFlight',
    title: 'Requests in flight, rate × mean latency',
    unit: 'none',
    series: [
      {
        name: 'in flight',
        values: rates.map((rate, i) => (rate * (meanMs[i] ?? Number.NaN)) / 1000),
        tone: 'series1',
      },
    ],
  };
}

/** Where there is little traffic a minute without a row is nothing unusual: the title says what is counted. */
function uptimePanel(data: SeriesData): Panel {
  return {
    id: uptimeMetric,
    title: 'Uptime, minutes with rows or samples',
    unit: 'share',
    yZero: true,
    series: [{ name: 'uptime', values: columnOf(data, uptimeMetric, 'mean'), tone: 'series1' }],
  };
}

/** All errors, and the most frequent kinds where there is more than one. */
function errorPanel(data: SeriesData, book: MetricBook, categories: readonly string[]): Panel {
  const metric = builtInMetrics.status;
  const ok = findColumn(data, metric, 'share', 'ok');
  const counts = columnOf(data, metric, 'count');
  // A slot with rows and no share of "ok" is one in which nothing was ok.
  const all = counts.map((count, index) => (count > 0 ? 1 - (ok?.[index] ?? 0) : Number.NaN));
  const kinds = categories.filter((category) => category !== 'ok').slice(0, MOST_LINES - 1);
  return {
    ...basics(data, book, metric),
    unit: 'share',
    yZero: true,
    series: [
      { name: kinds.length === 1 ? (kinds[0] ?? '') : 'all errors', values: all, tone: 'series1' },
      ...(kinds.length > 1 ? kinds : []).map((kind, index) => ({
        name: kind,
        values: columnOf(data, metric, 'share', kind),
        tone: lineTones[index + 1] ?? ('muted' as const),
      })),
    ],
    limit: { value: mostErrors, severity: 'critical', label: 'limit' },
  };
}

/** The median between thin lines at p5 and p95, so that the spread can be held against the reference's band. */
function numericPanel(data: SeriesData, book: MetricBook, metric: string): Panel {
  const unit = book.unit(metric);
  return {
    ...basics(data, book, metric),
    yZero: unit === 'share' || unit === 'ms' || unit === 's' || unit === 'bytes',
    series: [
      { name: 'median', values: columnOf(data, metric, 'p50'), tone: 'series1' },
      { name: 'p5', values: columnOf(data, metric, 'p05'), tone: 'edge' },
      { name: 'p95', values: columnOf(data, metric, 'p95'), tone: 'edge' },
    ],
  };
}

function shareOfYesPanel(data: SeriesData, book: MetricBook, metric: string): Panel {
  const values = findColumn(data, metric, 'share', 'true') ?? new Float64Array(data.times.length);
  return {
    ...basics(data, book, metric),
    unit: 'share',
    yZero: true,
    series: [{ name: shareOfTrue, values, tone: 'series1' }],
  };
}

/** The shares of the most frequent categories, and of all others together. */
function categoryPanel(
  data: SeriesData,
  book: MetricBook,
  metric: string,
  categories: readonly string[],
): Panel {
  const shown = categories.slice(0, categories.length === MOST_LINES + 1 ? MOST_LINES + 1 : MOST_LINES);
  const lines = shown.map((category, index) => ({
    name: category,
    values: columnOf(data, metric, 'share', category),
    tone: lineTones[index] ?? ('series5' as const),
  }));
  const rest = data.times.map(
    (_, slot) => 1 - lines.reduce((sum, { values }) => sum + (values[slot] ?? 0), 0),
  );
  const isRest = categories.length > shown.length || rest.some((share) => share > 1e-6);
  return {
    ...basics(data, book, metric),
    unit: 'share',
    yZero: true,
    series: isRest ? [...lines, { name: 'others', values: rest, tone: 'muted' as const }] : lines,
  };
}

function basics(data: SeriesData, book: MetricBook, metric: string) {
  const missing = metric.startsWith(metricPrefixes.resource)
    ? undefined
    : findColumn(data, metric, 'missingShare');
  const mostMissing = missing?.reduce((most, share) => (share > most ? share : most), 0) ?? 0;
  return {
    id: metric,
    title: book.label(metric),
    unit: book.unit(metric),
    counts: columnOf(data, metric, 'count'),
    ...(mostMissing > 0 && { mostMissing }),
  };
}

function columnOf(
  data: SeriesData,
  ...which: [string, 'count' | 'mean' | 'share' | 'p05' | 'p50' | 'p95' | 'p99', string?]
) {
  return findColumn(data, ...which) ?? new Float64Array(data.times.length).fill(Number.NaN);
}

function isYesOrNo(categories: readonly string[]): boolean {
  return categories.length > 0 && categories.every((category) => category === 'true' || category === 'false');
}

function hasValues({ series }: Panel): boolean {
  return series.some(({ values }) => values.some((value) => !Number.isNaN(value)));
}

function placeOf(id: string, book: MetricBook): number {
  if (book.attention(id) === 'pinned') return -1;
  if (last.includes(id)) return 1000;
  const place = order.indexOf(id);
  return place >= 0 ? place : 100;
}
