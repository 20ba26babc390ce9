import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isAccessRefused, sessionQuery } from './session.ts';

/**
 * The cache of everything the server knows. A failed query is not retried within the fetch: `pollEvery` asks
 * again, at a pace that the frame can show. A refusal for want of a session has the session looked at again. `networkMode` is `always` because the server may be this machine.
 */
export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (isAccessRefused(error)) void client.invalidateQueries({ queryKey: sessionQuery().queryKey });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: 2_000,
        refetchOnWindowFocus: true,
        refetchIntervalInBackground: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return client;
}
