import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import { pollEvery, pollMs } from './polling.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

const STEP_SECONDS = 60;

/** The text outputs of a range that came more than once. */
export function repeatedOutputsQuery(
  selection: RowScope & { pipeline: string; stage: string; range: TimeRange },
) {
  const { pipeline, stage, range, ...scope } = selection;
  return queryOptions({
    queryKey: ['repeated-outputs', pipeline, stage, selection],
    queryFn: ({ signal }) => {
      const { from, to } = resolveRange(range, Date.now(), STEP_SECONDS);
      const query = { stage, from, to, ...scopeParameters(scope) };
      return callApi(metricRoutes.repeatedOutputs, { params: { pipeline }, query }, { signal });
    },
    refetchInterval: pollEvery(isLive(range) && 6 * pollMs),
  });
}
