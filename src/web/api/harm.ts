import { queryOptions } from '@tanstack/react-query';
import { routeUrl } from '#contract/client.ts';
import { labelRoutes } from '#contract/routes/label-routes.ts';
import { rowRoutes } from '#contract/routes/row-routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import type { ExpectedHarm, ExpectedHarmInput } from '#workers/tasks/frame-tasks.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';

/** Metrics with the window in which each of them is looked at. */
export type HarmSelection = Pick<RowScope, 'segments'> & {
  pipeline: string;
  stage: string;
  countsUrl: string;
  reference: { from: string; to: string };
  windows: ExpectedHarmInput['windows'];
};

/** Of values and labels alike, so that both are the same rows. */
const ROWS = 50_000;

/** What each drift lets expect for the error, by the labelled rows of the reference. */
export function expectedHarmQuery(drift: DriftClient, selection: HarmSelection) {
  return queryOptions<ExpectedHarm>({
    queryKey: ['expected-harm', selection],
    queryFn: ({ signal }) =>
      drift.run('expectedHarm', inputOf(selection), { signal, priority: 'background' }),
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: 10 * 60_000,
  });
}

function inputOf({ pipeline, stage, countsUrl, reference, windows, segments }: HarmSelection) {
  const window = { stage, from: reference.from, to: reference.to, ...scopeParameters({ segments }) };
  const params = { pipeline };
  const metric = windows.map((own) => own.metric);
  return {
    url: countsUrl,
    windows,
    frameUrl: routeUrl(rowRoutes.frame, { params, query: { ...window, metric, limit: ROWS } }),
    labelledUrl: routeUrl(labelRoutes.labelledRows, {
      params,
      query: { ...window, rows: 'all', limit: ROWS },
    }),
  };
}
