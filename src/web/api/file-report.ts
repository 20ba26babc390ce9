import { queryOptions, type QueryClient } from '@tanstack/react-query';
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
  return queryOptions({
    queryKey: ['file-report', plan],
    queryFn: ({ signal, client: cache }) => {
      cache.setQueryData(reportPieceQuery(plan).queryKey, null);
      return client.run('report', { plan }, { signal, onProgress: (piece) => join(cache, plan, piece) });
    },
    structuralSharing: false,
    staleTime: Infinity,
    gcTime: 3600_000,
    meta: { isLocal: true },
  });
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
