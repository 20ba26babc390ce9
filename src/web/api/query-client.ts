import { QueryClient } from '@tanstack/react-query';

/**
 * The cache of everything the server knows. A failed query is not retried within the fetch: `pollEvery` asks
 * again, at a pace that the frame can show. `networkMode` is `always` because the server may be this machine.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
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
}
