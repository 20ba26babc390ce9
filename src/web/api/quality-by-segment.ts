import { queryOptions } from '@tanstack/react-query';
import { routeUrl } from '#contract/client.ts';
import { rowColumns } from '#contract/frame.ts';
import type { Reference } from '#contract/reference.ts';
import { labelRoutes } from '#contract/routes/label-routes.ts';
import { rowRoutes } from '#contract/routes/row-routes.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import type { QualityBySegment } from '#workers/tasks/frame-tasks.ts';
import type { RangeCuts } from './range-cuts.ts';
import { scopeParameters, type RowScope } from './row-scope.ts';
import { reportTo } from './task-progress.ts';
import { resolveRange, type TimeRange } from './time-range.ts';

export type SegmentQualitySelection = RowScope & {
  pipeline: string;
  stage: string;
  range: TimeRange;
  reference: Pick<Reference, 'id' | 'from' | 'to' | 'source'>;
  /** Metrics whose values or ranges make segments. */
  columns: readonly string[];
  cuts: RangeCuts;
};

/** Of values and labels alike, so that both are the same rows. */
const ROWS = 50_000;
const MINUTE_S = 60;

/** Which segment lost most quality; worked out anew only when asked to, as it fetches many rows. */
export function qualityBySegmentQuery(drift: DriftClient, selection: SegmentQualitySelection) {
  return queryOptions<QualityBySegment>({
    queryKey: ['quality-by-segment', selection],
    queryFn: ({ signal, client, queryKey }) =>
      drift.run('qualityBySegment', inputOf(selection), {
        signal,
        onProgress: reportTo(client, queryKey),
        priority: 'background',
      }),
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: 10 * 60_000,
  });
}

function inputOf({ pipeline, stage, range, reference, columns, cuts, ...scope }: SegmentQualitySelection) {
  const params = { pipeline };
  const metric = [...columns, ...Object.values(rowColumns)];
  const urls = (window: { from: string; to: string } & ReturnType<typeof scopeParameters>) => ({
    frameUrl: routeUrl(rowRoutes.frame, { params, query: { stage, metric, limit: ROWS, ...window } }),
    labelledUrl: routeUrl(labelRoutes.labelledRows, {
      params,
      query: { stage, rows: 'all', limit: ROWS, ...window },
    }),
  });
  const { id, from, to, source } = reference;
  const isUpload = source === 'upload';
  const { from: shownFrom, to: shownTo } = resolveRange(range, Date.now(), MINUTE_S);
  const ofReference = scopeParameters({ known: scope.known, segments: scope.segments });
  return {
    reference: urls({
      from,
      to,
      ...ofReference,
      ...(isUpload && { role: 'reference' as const, version: id }),
    }),
    current: urls({ from: shownFrom, to: shownTo, ...scopeParameters(scope) }),
    cuts,
    withoutMs: isUpload ? undefined : { fromMs: Date.parse(from), toMs: Date.parse(to) },
  };
}
