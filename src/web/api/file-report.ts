import {
  hashKey,
  type Query,
  type QueryClient,
  type QueryKey,
  QueryObserver,
  queryOptions,
} from '@tanstack/react-query';
import { runJob } from '../state/jobs.ts';
import { importPath } from '../url/links.ts';
import type { FileClient } from '#workers/file/file-client.ts';
import type { Plan, ReportPiece } from '#workers/file/protocol.ts';

/** How the files are probably to be read. An id stands for one reading of a file, so the answer never changes. */
export function guessQuery(client: FileClient, files: readonly { id: string; name: string }[], zone: string) {
  return queryOptions({
    queryKey: ['file-guess', files, zone],
    queryFn: ({ signal }) => client.run('guess', { files, zone }, { signal }),
    enabled: files.length > 0,
    structuralSharing: false,
    staleTime: Infinity,
    meta: { isLocal: true },
  });
}

/** Drift and quality; what is ready meanwhile is in {@link reportPieceQuery}. */
export function reportQuery(client: FileClient, plan: Plan) {
  const queryKey = ['file-report', plan] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client: cache }) => {
      cache.setQueryData(reportPieceQuery(plan).queryKey, null);
      const isOther = ({ queryKey: other }: Query) => hashKey(other) !== hashKey(queryKey);
      void cache.cancelQueries({ queryKey: [queryKey[0]], predicate: isOther });
      const release = keepWanted(cache, queryKey);
      const cancel = () => void cache.cancelQueries({ queryKey });
      try {
        return await runJob(
          { title: 'Report on the files', path: importPath(), cancel },
          (report) =>
            client.run(
              'report',
              { plan },
              {
                signal,
                onProgress(piece) {
                  join(cache, plan, piece);
                  const { done, total, doing } = piece;
                  const text = doing === 'quality' ? 'judging the quality' : `${done} of ${total} columns`;
                  report({ done, total, text });
                },
              },
            ),
          () => signal.aborted,
        );
      } finally {
        release();
      }
    },
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: 3600_000,
    meta: { isLocal: true },
  });
}

/** A query that nobody looks at any more is cancelled; this one goes on while other pages are shown. */
function keepWanted(cache: QueryClient, queryKey: QueryKey): () => void {
  return new QueryObserver(cache, { queryKey, enabled: false }).subscribe(() => {});
}

/** All features that a running or cancelled report has tested so far. */
export function reportPieceQuery(plan: Plan) {
  return queryOptions<ReportPiece | null>({
    queryKey: ['file-report-piece', plan],
    queryFn: () => null,
    enabled: false,
    structuralSharing: false,
    staleTime: Infinity,
    meta: { isLocal: true },
  });
}

/** Every test on one column. */
export function columnComparisonQuery(client: FileClient, plan: Plan, column: string) {
  return queryOptions({
    queryKey: ['file-comparison', plan, column],
    queryFn: ({ signal }) => client.run('compare', { plan, column }, { signal }),
    structuralSharing: false,
    staleTime: Infinity,
    meta: { isLocal: true },
  });
}

function join(cache: QueryClient, plan: Plan, piece: ReportPiece): void {
  cache.setQueryData(reportPieceQuery(plan).queryKey, (known) => ({
    ...piece,
    features: [...(known?.features ?? []), ...piece.features],
  }));
}
