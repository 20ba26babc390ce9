import { queryOptions } from '@tanstack/react-query';
import { routeUrl } from '#contract/client.ts';
import type { Metric } from '#contract/metric.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import type { SeriesChoice } from '#workers/tasks/series-tasks.ts';
import { pollEvery } from './polling.ts';
import { resolveRange, type TimeRange } from './time-range.ts';

export type ReviewSelection = { pipeline: string; stage: string; range: TimeRange; stepSeconds: number };

/** Which metrics of a stage say the same, by their course over the range; names of metrics, the largest group first. */
export function redundantMetricsQuery(
  drift: DriftClient,
  { pipeline, stage, range, stepSeconds }: ReviewSelection,
  metrics: readonly Metric[],
) {
  const series = metrics.flatMap((metric) => courseOf(stage, metric));
  return queryOptions({
    queryKey: ['redundant-metrics', pipeline, stage, range, stepSeconds, series.map(({ metric }) => metric)],
    queryFn: async ({ signal }) => {
      const { from, to, fromMs, toMs } = resolveRange(range, Date.now(), stepSeconds);
      const query = { stage, from, to, step: stepSeconds };
      const url = routeUrl(metricRoutes.series, { params: { pipeline }, query });
      const input = { url, stages: [{ stage, url }], series, fromMs, toMs, stepMs: stepSeconds * 1000 };
      const groups = await drift.run('redundantSeries', input, { signal });
      return groups.map(({ members, agreement }) => ({
        agreement,
        metrics: members.flatMap((member) => series[member]?.metric ?? []),
      }));
    },
    staleTime: 10 * 60_000,
    refetchInterval: pollEvery(false),
  });
}

/** The median of numbers, the share of the most frequent category. */
function courseOf(stage: string, { id: metric, kind, categories }: Metric): SeriesChoice[] {
  if (kind === 'numeric') return [{ stage, metric, statistic: 'p50' }];
  const [category] = categories;
  return category === undefined ? [] : [{ stage, metric, statistic: 'share', category }];
}
