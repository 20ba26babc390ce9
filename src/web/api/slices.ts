import { queryOptions } from '@tanstack/react-query';
import { routeUrl } from '#contract/client.ts';
import { rowColumns } from '#contract/frame.ts';
import { rowRoutes } from '#contract/routes/row-routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import type { SliceFindings } from '#workers/tasks/frame-tasks.ts';
import type { RangeCuts } from './range-cuts.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';
import { reportTo } from './task-progress.ts';

/** One metric in one window, and the metrics whose values are searched, numeric ones in ranges. */
export type SliceSelection = RowScope & {
  pipeline: string;
  stage: string;
  metric: string;
  columns: readonly string[];
  cuts: RangeCuts;
  countsUrl: string;
  reference: { from: string; to: string };
  current: { fromMs: number; toMs: number };
};

/** Rows of each side that are searched. */
const SEARCHED_ROWS = 100_000;

/** Which slice of the rows explains most of a change; searched anew only when asked to, as it fetches many rows. */
export function sliceSearchQuery(drift: DriftClient, selection: SliceSelection) {
  return queryOptions<SliceFindings>({
    queryKey: ['slice-search', selection],
    queryFn: ({ signal, client, queryKey }) =>
      drift.run('sliceSearch', inputOf(selection), {
        signal,
        onProgress: reportTo(client, queryKey),
        priority: 'background',
      }),
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: 10 * 60_000,
  });
}

/** The reference holds all versions as they are known now, as for the exact tests. */
function inputOf({
  pipeline,
  stage,
  metric,
  columns,
  cuts,
  countsUrl,
  reference,
  current,
  ...scope
}: SliceSelection) {
  const from = new Date(current.fromMs).toISOString();
  const to = new Date(current.toMs).toISOString();
  const metrics = [metric, ...columns, ...Object.values(rowColumns)];
  const url = (query: { from: string; to: string }): string =>
    routeUrl(rowRoutes.frame, {
      params: { pipeline },
      query: { stage, metric: metrics, limit: SEARCHED_ROWS, ...query },
    });
  return {
    url: countsUrl,
    metric,
    cuts,
    referenceUrl: url({ ...reference, ...scopeParameters({ segments: scope.segments }) }),
    currentUrl: url({ from, to, ...scopeParameters(scope) }),
  };
}
