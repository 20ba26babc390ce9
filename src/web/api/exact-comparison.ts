import { queryOptions } from '@tanstack/react-query';
import { routeUrl } from '#contract/client.ts';
import type { Reference } from '#contract/reference.ts';
import { rowRoutes } from '#contract/routes/row-routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import { type ExactComparison, type ExactComparisonInput, mostExactRows } from '#workers/tasks/rows-tasks.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';
import { reportTo } from './task-progress.ts';

/** One metric in one window, against its reference window. */
export type ExactSelection = RowScope & {
  pipeline: string;
  stage: string;
  metric: string;
  reference: Pick<Reference, 'id' | 'from' | 'to' | 'source'>;
  /** `asOf` where rows still come in: a later look is another comparison. */
  current: { fromMs: number; toMs: number; asOf?: string | undefined };
};

/** What the drift map knows of the same windows: how many values they hold, and where its counts are. */
export type CountedWindows = { sizes: ExactComparisonInput['sizes']; countsUrl: string };

const FIVE_MINUTES_MS = 300_000;

/** Two-sample tests on the rows themselves. */
export function exactComparisonQuery(drift: DriftClient, selection: ExactSelection, counted: CountedWindows) {
  return queryOptions<ExactComparison>({
    queryKey: ['exact-comparison', selection],
    queryFn: ({ signal, client, queryKey }) =>
      drift.run('exactComparison', exactInput(selection, counted), {
        signal,
        onProgress: reportTo(client, queryKey),
        priority: 'background', // the map and its counts go first
      }),
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: FIVE_MINUTES_MS,
  });
}

/** The reference holds all versions as they are known now; segments are compared with themselves. */
function exactInput(
  { pipeline, stage, metric, reference, current, ...scope }: ExactSelection,
  { sizes, countsUrl }: CountedWindows,
): ExactComparisonInput {
  const from = new Date(current.fromMs).toISOString();
  const to = new Date(current.toMs).toISOString();
  const url = (query: object): string =>
    routeUrl(rowRoutes.rows, {
      params: { pipeline },
      query: { stage, metric, limit: mostExactRows, ...query },
    });
  return {
    sizes,
    counts: { url: countsUrl, metric, fromMs: current.fromMs, toMs: current.toMs },
    referenceUrl: url({
      from: reference.from,
      to: reference.to,
      ...(reference.source === 'upload' && { role: 'reference', version: reference.id }),
      ...scopeParameters({ segments: scope.segments }),
    }),
    currentUrl: url({ from, to, ...scopeParameters(scope) }),
  };
}
