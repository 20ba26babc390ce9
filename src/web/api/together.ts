import { queryOptions } from '@tanstack/react-query';
import { routeUrl } from '#contract/client.ts';
import { rowRoutes } from '#contract/routes/row-routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import type { MultivariateFindings } from '#workers/tasks/frame-tasks.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';
import { reportTo } from './task-progress.ts';

/** Numeric metrics of a stage in one window. */
export type TogetherSelection = RowScope & {
  pipeline: string;
  stage: string;
  metrics: readonly string[];
  reference: { from: string; to: string };
  current: { fromMs: number; toMs: number };
};

/** Rows of each side: the classifier's cost grows with rows times squared metrics. */
const ROWS = 4_000;

/** Whether metrics moved together; computed anew only when asked to, as it fetches rows. */
export function togetherQuery(drift: DriftClient, selection: TogetherSelection) {
  return queryOptions<MultivariateFindings>({
    queryKey: ['together', selection],
    queryFn: ({ signal, client, queryKey }) =>
      drift.run('multivariate', inputOf(selection), {
        signal,
        onProgress: reportTo(client, queryKey),
        priority: 'background',
      }),
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: 10 * 60_000,
  });
}

function inputOf({ pipeline, stage, metrics, reference, current, ...scope }: TogetherSelection) {
  const url = (query: { from: string; to: string }): string =>
    routeUrl(rowRoutes.frame, {
      params: { pipeline },
      query: { stage, metric: [...metrics], limit: ROWS, ...query },
    });
  return {
    referenceUrl: url({
      from: reference.from,
      to: reference.to,
      ...scopeParameters({ segments: scope.segments }),
    }),
    currentUrl: url({
      from: new Date(current.fromMs).toISOString(),
      to: new Date(current.toMs).toISOString(),
      ...scopeParameters(scope),
    }),
  };
}
