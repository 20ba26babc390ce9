import { builtInMetrics, metricPrefixes, type Metric, type MetricGroup } from '#contract/metric.ts';
import type { Catalogue } from '#contract/pipeline.ts';
import type { SeriesChoice } from '#workers/tasks/series-tasks.ts';
import { metricLabel } from '../format/metric-label.ts';

/** More series than these are not correlated at once: the pairs grow with the square. */
export const mostSeries = 40;
/** The server answers with the shares of so many categories, most frequent first. */
const shownCategories = 6;

export type TellingSeries = {
  series: SeriesChoice[];
  /** How many the filter left to choose from. */
  candidates: number;
};

/**
 * One series for each metric that tells something of a stage; stages take turns, and what people ask for first comes
 * first. Left out unless asked for: resources and arrival delay, which follow the traffic.
 */
export function tellingSeries(
  { stages }: Catalogue,
  { group, q }: { group: MetricGroup | undefined; q: string },
): TellingSeries {
  const wanted = q.trim().toLowerCase();
  const byStage = stages.map(({ name, metrics }) =>
    metrics
      .filter((metric) => (group ? metric.group === group : !followsTraffic(metric.id)))
      .filter((metric) => `${name} ${metric.id} ${metricLabel(metric.id)}`.toLowerCase().includes(wanted))
      .flatMap((metric) => seriesOf(name, metric))
      .sort((a, b) => placeOf(a.metric) - placeOf(b.metric)),
  );
  const candidates = byStage.reduce((sum, own) => sum + own.length, 0);
  const rounds = Math.max(0, ...byStage.map((own) => own.length));
  const chosen = new Set(
    Array.from({ length: rounds }, (_, round) => byStage.flatMap((own) => own[round] ?? []))
      .flat()
      .slice(0, mostSeries),
  );
  return { series: byStage.flat().filter((choice) => chosen.has(choice)), candidates };
}

/** What a metric is followed by: its mean, its 95th percentile where that is the custom, or the share of a category. */
function seriesOf(stage: string, { id, kind, categories }: Metric): SeriesChoice[] {
  if (id === builtInMetrics.latency) return [{ stage, metric: id, statistic: 'p95' }];
  if (kind === 'numeric') return [{ stage, metric: id, statistic: 'mean' }];
  const share = (category: string) => ({ stage, metric: id, statistic: 'share' as const, category });
  const shown = categories.slice(0, shownCategories);
  const usual = [builtInMetrics.status === id && 'ok', isNeverTrue(categories) && 'false'].find(
    (category) => category !== false && shown.includes(category),
  );
  if (usual) return [{ ...share(usual), isComplement: true }];
  if (id === builtInMetrics.status) return [];
  const category = shown.find((candidate) => candidate === 'true') ?? shown[0];
  return category === undefined ? [] : [share(category)];
}

function isNeverTrue(categories: readonly string[]): boolean {
  return categories.length === 1 && categories[0] === 'false';
}

function followsTraffic(metric: string): boolean {
  return metric.startsWith(metricPrefixes.resource) || metric === builtInMetrics.arrivalDelay;
}

const order: readonly string[] = [
  builtInMetrics.latency,
  builtInMetrics.status,
  builtInMetrics.nullOutput,
  builtInMetrics.confidence,
];

function placeOf(metric: string): number {
  const place = order.indexOf(metric);
  if (place >= 0) return place;
  return (
    order.length +
    [metricPrefixes.signal, metricPrefixes.input].findIndex((prefix) => metric.startsWith(prefix))
  );
}
