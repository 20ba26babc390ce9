import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { pipelineRoutes } from '#contract/routes/pipeline-routes.ts';
import { pollEvery, pollMs } from './polling.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

/** The headline figures of each stage by slot. */
export function healthQuery(pipeline: string, range: TimeRange, stepSeconds: number) {
  return queryOptions({
    queryKey: ['health', pipeline, range, stepSeconds],
    queryFn: ({ signal }) => {
      const { from, to } = resolveRange(range, Date.now(), stepSeconds);
      return callApi(
        pipelineRoutes.health,
        { params: { pipeline }, query: { from, to, step: stepSeconds } },
        { signal },
      );
    },
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(isLive(range) && 3 * pollMs),
    meta: { liveMs: isLive(range) && 3 * pollMs },
  });
}
