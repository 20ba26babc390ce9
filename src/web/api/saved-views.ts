import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { savedViewRoutes } from '#contract/routes/saved-view-routes.ts';
import type { SavedViewRequest } from '#contract/saved-view.ts';
import { pollEvery, pollMs } from './polling.ts';

/** Pages that the team has kept, by name. */
export function savedViewsQuery() {
  return queryOptions({
    queryKey: ['saved-views'],
    queryFn: async ({ signal }) => (await callApi(savedViewRoutes.listSavedViews, {}, { signal })).items,
    refetchInterval: pollEvery(12 * pollMs),
  });
}

export function saveViewMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['saved-views', 'create'],
    mutationFn: (request: SavedViewRequest) => callApi(savedViewRoutes.createSavedView, { body: request }),
    onSuccess: () => client.invalidateQueries({ queryKey: savedViewsQuery().queryKey }),
  });
}

export function deleteViewMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['saved-views', 'delete'],
    mutationFn: (id: string) => callApi(savedViewRoutes.deleteSavedView, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: savedViewsQuery().queryKey }),
  });
}
