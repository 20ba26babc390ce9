import type { Query } from '@tanstack/react-query';
import { ApiError } from '#contract/client.ts';

export const pollMs = 5_000;

const backOffMs = [5_000, 10_000, 20_000, 40_000, 60_000];
const jitterShare = 0.2;
/** Spreads the retries of many open pages; fixed for a page, because a wandering delay would restart its timer. */
const pageSeed = Math.random();

type AnyQuery = Pick<Query, 'queryHash' | 'state'>;
type Baseline = { dataUpdateCount: number; errorUpdateCount: number };
const lastSuccess = new WeakMap<object, Baseline>();

/**
 * `refetchInterval` of a query: every `intervalMs` (`false`: not at all), and later and later while it fails.
 * A refusal of the server (4xx) is not asked again: the same question gets the same answer.
 */
export function pollEvery(intervalMs: number | false): (query: AnyQuery) => number | false {
  return (query) => {
    const failures = failuresSinceData(query);
    if (failures === 0) return intervalMs;
    if (isRefusal(query.state.error)) return false;
    return retryDelayMs(failures, jitterOf(query));
  };
}

/** When a failing query is asked again, or undefined when it is not failing or will not be. */
export function nextRetryMs(query: AnyQuery): number | undefined {
  const delay = pollEvery(false)(query);
  return delay === false ? undefined : query.state.errorUpdatedAt + delay;
}

/**
 * 5, 10, 20, 40, then 60 s, each up to 20 % longer.
 *
 * @param jitter 0–1
 */
export function retryDelayMs(failures: number, jitter: number): number {
  const base = backOffMs[Math.min(failures, backOffMs.length) - 1] ?? 0;
  return Math.round(base * (1 + jitterShare * jitter));
}

/** The server understood and said no, unlike a broken connection or a failing server. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status < 500;
}

/** Nothing answered, or only what stands before the server (`fetch` rejects with a TypeError). */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof ApiError && [502, 503, 504].includes(error.status));
}

function failuresSinceData(query: AnyQuery): number {
  const { dataUpdateCount, errorUpdateCount } = query.state;
  const known = lastSuccess.get(query);
  if (known?.dataUpdateCount !== dataUpdateCount || errorUpdateCount < known.errorUpdateCount) {
    // The first failure may already be in the count when the query is seen for the first time.
    const errors = query.state.status === 'error' && !known ? errorUpdateCount - 1 : errorUpdateCount;
    lastSuccess.set(query, { dataUpdateCount, errorUpdateCount: errors });
  }
  const failures = errorUpdateCount - (lastSuccess.get(query)?.errorUpdateCount ?? 0);
  return query.state.status === 'error' ? Math.max(1, failures) : 0;
}

function jitterOf(query: AnyQuery): number {
  let hash = 0;
  for (let i = 0; i < query.queryHash.length; i++) hash = (hash * 31 + query.queryHash.charCodeAt(i)) | 0;
  return (pageSeed + (hash >>> 0) / 2 ** 32) % 1;
}
