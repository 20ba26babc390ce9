import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { FreezeRequest } from '#contract/rollout-freeze.ts';
import { rolloutRoutes } from '#contract/routes/rollout-routes.ts';
import { pollEvery, pollMs } from './polling.ts';

/** Times in which no rollout goes forward, in force or ahead, by start. */
export function freezesQuery() {
  return queryOptions({
    queryKey: ['rollouts', 'freezes'],
    queryFn: async ({ signal }) => (await callApi(rolloutRoutes.listFreezes, {}, { signal })).items,
    refetchInterval: pollEvery(pollMs),
    meta: { liveMs: pollMs },
  });
}

export function createFreezeMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['rollouts', 'freezes', 'create'],
    mutationFn: (request: FreezeRequest) => callApi(rolloutRoutes.createFreeze, { body: request }),
    onSettled: () => client.invalidateQueries({ queryKey: ['rollouts'] }),
  });
}

export function endFreezeMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['rollouts', 'freezes', 'end'],
    mutationFn: (id: string) => callApi(rolloutRoutes.endFreeze, { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['rollouts'] }),
  });
}
