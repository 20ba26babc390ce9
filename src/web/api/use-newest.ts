import { type DataTag, hashKey, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';

/**
 * What `show` makes of the newest data of a query that a `useQuery` keeps fresh. It is asked at each answer, and nothing
 * is rendered for as long as it returns the very same.
 */
export function useNewest<Data, Shown>(
  queryKey: DataTag<QueryKey, Data, Error>,
  show: (data: Data | undefined) => Shown,
): Shown {
  const client = useQueryClient();
  const hash = hashKey(queryKey);
  const subscribe = useCallback(
    (changed: () => void) =>
      client.getQueryCache().subscribe(({ type, query }) => {
        if (type === 'updated' && query.queryHash === hash) changed();
      }),
    [client, hash],
  );
  return useSyncExternalStore(subscribe, () => show(client.getQueryData(queryKey)));
}
