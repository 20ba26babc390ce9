import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AlertSourceChange, AlertSourceRequest } from '#contract/alert-source.ts';
import { callApi } from '#contract/client.ts';
import { alertSourceRoutes } from '#contract/routes/alert-source-routes.ts';
import { pollEvery, pollMs } from './polling.ts';

/** By name, with how each is doing. */
export function alertSourcesQuery() {
  return queryOptions({
    queryKey: ['alert-sources'],
    queryFn: async ({ signal }) => (await callApi(alertSourceRoutes.listAlertSources, {}, { signal })).items,
    refetchInterval: pollEvery(2 * pollMs),
  });
}

/** Makes a source, or changes the one of that id. */
export function saveAlertSourceMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['alert-sources', 'save'],
    mutationFn: ({
      id,
      body,
    }: { id: string; body: AlertSourceChange } | { id?: never; body: AlertSourceRequest }) =>
      id === undefined
        ? callApi(alertSourceRoutes.createAlertSource, { body })
        : callApi(alertSourceRoutes.changeAlertSource, { params: { source: id }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: alertSourcesQuery().queryKey }),
  });
}

export function deleteAlertSourceMutation(client: QueryClient) {
  return mutationOptions({
    mutationKey: ['alert-sources', 'delete'],
    mutationFn: (id: string) => callApi(alertSourceRoutes.deleteAlertSource, { params: { source: id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: alertSourcesQuery().queryKey }),
  });
}

/** What the source answers now. */
export function testAlertSourceMutation() {
  return mutationOptions({
    mutationKey: ['alert-sources', 'test'],
    mutationFn: (id: string) => callApi(alertSourceRoutes.testAlertSource, { params: { source: id } }),
  });
}
