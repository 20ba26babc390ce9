import { queryOptions } from '@tanstack/react-query';
import { routeUrl } from '#contract/client.ts';
import { labelRoutes } from '#contract/routes/label-routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import { pollEvery, pollMs } from './polling.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

/** Without a reference the server takes the stage's newest. */
export type QualitySelection = RowScope & {
  pipeline: string;
  stage: string;
  range: TimeRange;
  stepSeconds: number;
  reference?: string | undefined;
};

const qualityPollMs = 12 * pollMs;

/** Measured and estimated quality of a stage by slot, and why it changed; a worker fetches and computes it. */
export function qualityQuery(drift: DriftClient, selection: QualitySelection) {
  const { range } = selection;
  const isMoving = isLive(range) && selection.known === undefined;
  return queryOptions({
    queryKey: ['quality', selection],
    queryFn: ({ signal }) => drift.run('quality', qualityUrls(selection), { signal }),
    structuralSharing: false,
    staleTime: pollMs,
    refetchInterval: pollEvery(isMoving && qualityPollMs),
    meta: { liveMs: isMoving && qualityPollMs },
  });
}

function qualityUrls({ pipeline, stage, range, stepSeconds, reference, ...scope }: QualitySelection) {
  const { from, to } = resolveRange(range, Date.now(), stepSeconds);
  const window = { stage, from, to, ...scopeParameters(scope) };
  const params = { pipeline };
  return {
    coverageUrl: routeUrl(labelRoutes.labelCoverage, {
      params,
      query: { ...window, step: stepSeconds, reference },
    }),
    rowsUrl: routeUrl(labelRoutes.labelledRows, { params, query: window }),
  };
}
