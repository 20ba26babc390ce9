import { useQueryClient, type QueryCache, type QueryState } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { isUnreachable, nextRetryMs } from './polling.ts';

/**
 * Whether the server answers. `down`: the last thing heard of it was a failure to reach it; `lastAnswerMs` is
 * when it last answered, `retryMs` when the page asks again by itself.
 */
export type ConnectionState =
  | { state: 'up' }
  | { state: 'down'; lastAnswerMs: number | undefined; retryMs: number | undefined; isRetrying: boolean };

export type Connection = ConnectionState & { retryNow: () => void };

/** For the frame: the banner, and why writes are disabled. `retryNow` asks at once. */
export function useConnection(): Connection {
  const client = useQueryClient();
  const cache = client.getQueryCache();
  const subscribe = useCallback(
    (changed: () => void) =>
      cache.subscribe(({ type }) => {
        if (type !== 'observerResultsUpdated' && type !== 'observerOptionsUpdated') changed();
      }),
    [cache],
  );
  const snapshot = useSyncExternalStore(subscribe, () => JSON.stringify(connectionOf(cache)));
  return useMemo(() => {
    const state = JSON.parse(snapshot) as ConnectionState; // a string, because a snapshot is compared by identity
    return { ...state, retryNow: () => void client.refetchQueries({ type: 'active' }) };
  }, [snapshot, client]);
}

/**
 * Asks at once when the browser loses or finds the network, so that the page knows before the next poll. What the
 * browser believes is not taken for the truth: the server may be this machine.
 */
export function useAskOnNetworkChange(): void {
  const client = useQueryClient();
  useEffect(() => {
    const ask = () => void client.refetchQueries({ type: 'active' });
    addEventListener('online', ask);
    addEventListener('offline', ask);
    return () => {
      removeEventListener('online', ask);
      removeEventListener('offline', ask);
    };
  }, [client]);
}

/** What the outcomes of all queries say about the server; an answer of any kind says that it is there. */
export function connectionOf(cache: Pick<QueryCache, 'getAll'>): ConnectionState {
  const queries = cache.getAll();
  const failing = queries.filter(({ state }) => state.status === 'error' && isUnreachable(state.error));
  if (failing.length === 0) return { state: 'up' }; // this is asked at every event of every query
  const lastFailureMs = Math.max(0, ...failing.map(({ state }) => state.errorUpdatedAt));
  // What a worker computed from counts it holds says nothing about the server.
  const remote = queries.filter(({ meta }) => meta?.['isLocal'] !== true);
  const lastAnswerMs = Math.max(0, ...remote.map(({ state }) => answeredMs(state)));
  if (lastFailureMs <= lastAnswerMs) return { state: 'up' };

  const active = failing.filter((query) => query.isActive());
  const retries = active.map(nextRetryMs).filter((at) => at !== undefined);
  return {
    state: 'down',
    lastAnswerMs: lastAnswerMs || undefined,
    retryMs: retries.length > 0 ? Math.min(...retries) : undefined,
    isRetrying: active.some(({ state }) => state.fetchStatus === 'fetching'),
  };
}

function answeredMs({ dataUpdatedAt, error, errorUpdatedAt }: QueryState): number {
  return error && !isUnreachable(error) ? Math.max(dataUpdatedAt, errorUpdatedAt) : dataUpdatedAt;
}
