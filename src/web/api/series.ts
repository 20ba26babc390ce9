import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { MetricGroup } from '#contract/metric.ts';
import type { Role } from '#contract/prediction.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import type { Series } from '#contract/series.ts';
import { pollEvery, pollMs } from './polling.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';
import { mergeSeries, type SeriesData } from './series-merge.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

/** `group` takes all metrics of it, `metrics` only those; both left out, all metrics of the stage. */
export type SeriesSelection = RowScope & {
  pipeline: string;
  stage: string;
  group?: MetricGroup;
  metrics?: readonly string[];
  range: TimeRange;
  stepSeconds: number;
  role?: Role;
};

/** Loads the whole range once, then with each poll only the slots that changed. */
export function seriesQuery(selection: SeriesSelection) {
  const { range } = selection;
  const isMoving = isLive(range) && selection.known === undefined;
  const queryKey = ['series', selection.pipeline, selection.stage, selection] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }): Promise<SeriesData> => {
      const known = client.getQueryData<SeriesData>(queryKey);
      const window = resolveRange(range, Date.now(), selection.stepSeconds);
      return mergeSeries(known, await fetchSeries(selection, window, known?.cursor, signal), window);
    },
    structuralSharing: false,
    refetchInterval: pollEvery(isMoving && pollMs),
    meta: { liveMs: isMoving && pollMs },
  });
}

function fetchSeries(
  { pipeline, stage, group, metrics, stepSeconds, role, ...scope }: SeriesSelection,
  { from, to }: { from: string; to: string },
  since: string | undefined,
  signal: AbortSignal,
): Promise<Series> {
  const query = {
    stage,
    from,
    to,
    step: stepSeconds,
    group,
    metric: metrics && [...metrics],
    ...scopeParameters(scope),
    role,
    since,
  };
  return callApi(metricRoutes.series, { params: { pipeline }, query }, { signal });
}
