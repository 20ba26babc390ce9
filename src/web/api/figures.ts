import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { metricRoutes } from '#contract/routes/metric-routes.ts';
import { pollEvery, pollMs } from './polling.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

const stepSeconds = 60;

/** The headline figures of the rows in a scope. What was known at a moment does not change any more. */
export function figuresQuery({
  pipeline,
  stage,
  range,
  scope,
}: {
  pipeline: string;
  stage: string;
  range: TimeRange;
  scope: RowScope;
}) {
  const isMoving = isLive(range) && scope.known === undefined;
  return queryOptions({
    queryKey: ['figures', pipeline, stage, range, scope],
    queryFn: ({ signal }) => {
      const { from, to } = resolveRange(range, Date.now(), stepSeconds);
      const query = { stage, from, to, ...scopeParameters(scope) };
      return callApi(metricRoutes.figures, { params: { pipeline }, query }, { signal });
    },
    refetchInterval: pollEvery(isMoving && pollMs),
    meta: { liveMs: isMoving && pollMs },
  });
}
