import type { LogRow, RequestRow, Window } from '#api/prediction-log.ts';
import { builtInMetrics } from '#contract/metric.ts';
import type { RequestOrder } from '#contract/request-order.ts';
import { compare } from './memory-order.ts';

export function listRequestIds(
  rows: readonly LogRow[],
  { fromMs, toMs, stage }: Window & { stage?: string | undefined },
  order: RequestOrder,
  limit: number,
): string[] {
  const latencyOf = (row: LogRow) => row.numbers[builtInMetrics.latency] ?? Number.NEGATIVE_INFINITY;
  const found = rows
    .filter((row) => row.kind === 'prediction' && row.requestId !== '')
    .filter(
      (row) => row.timeMs >= fromMs && row.timeMs < toMs && (stage === undefined || row.stage === stage),
    )
    .filter((row) => isWanted(row, order))
    .sort(
      (a, b) =>
        (order === 'slowest' ? latencyOf(b) - latencyOf(a) : b.timeMs - a.timeMs) ||
        (a.requestId < b.requestId ? -1 : 1),
    );
  return [...new Set(found.map(({ requestId }) => requestId))].slice(0, limit);
}

export function requestRows(
  rows: readonly LogRow[],
  { requestIds, window }: { requestIds: readonly string[]; window?: Window | undefined },
  limit: number,
): RequestRow[] {
  const wanted = new Set(requestIds);
  return rows
    .filter((row) => row.kind === 'prediction' && wanted.has(row.requestId))
    .filter(({ timeMs }) => !window || (timeMs >= window.fromMs && timeMs < window.toMs))
    .sort((a, b) => a.timeMs - b.timeMs || compare(a.stage, b.stage) || compare(a.version, b.version))
    .slice(0, limit)
    .flatMap(({ stage, role, timeMs, requestId, version, site, numbers, categories, text }) =>
      role === 'reference'
        ? []
        : [{ stage, role, timeMs, requestId, version, site, numbers, categories, text }],
    );
}

function isWanted({ numbers, categories }: LogRow, order: RequestOrder): boolean {
  switch (order) {
    case 'recent':
      return true;
    case 'slowest':
      return numbers[builtInMetrics.latency] !== undefined;
    case 'errors':
      return categories[builtInMetrics.status] !== 'ok';
    case 'nulls':
      return categories[builtInMetrics.nullOutput] === 'true';
  }
}
