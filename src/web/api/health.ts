import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { pipelineRoutes } from '#contract/routes/pipeline-routes.ts';
import { pollEvery, pollMs } from './polling.ts';
import { scopeParameters } from './row-scope.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

/** The headline figures of each stage by slot. */
export function healthQuery(
  pipeline: string,
  range: TimeRange,
  { stepSeconds, known }: { stepSeconds: number; known: string | undefined },
) {
  const isMoving = isLive(range) && known === undefined;
  return queryOptions({
    queryKey: ['health', pipeline, range, stepSeconds, known],
    queryFn: ({ signal }) => {
      const { from, to } = resolveRange(range, Date.now(), stepSeconds);
      return callApi(
        pipelineRoutes.health,
        {
          params: { pipeline },
          query: { from, to, step: stepSeconds, knownAt: scopeParameters({ known }).knownAt },
        },
        { signal },
      );
    },
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(isMoving && 3 * pollMs),
    meta: { liveMs: isMoving && 3 * pollMs },
  });
}
