import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { ReferenceRequest } from '#contract/reference.ts';
import { routes } from '#contract/routes.ts';
import { pollEvery, pollMs } from './polling.ts';

/** The baselines of a stage, newest first. */
export function referencesQuery(pipeline: string, stage: string) {
  return queryOptions({
    queryKey: ['references', pipeline, stage],
    queryFn: async ({ signal }) =>
      (await callApi(routes.listReferences, { params: { pipeline }, query: { stage } }, { signal })).items,
    refetchInterval: pollEvery(12 * pollMs),
  });
}

/** Freezes a window as a baseline: `useMutation(createReferenceMutation(pipeline, queryClient))`. */
export function createReferenceMutation(pipeline: string, queryClient: QueryClient) {
  return mutationOptions({
    mutationKey: ['references', pipeline, 'create'],
    mutationFn: (request: ReferenceRequest) =>
      callApi(routes.createReference, { params: { pipeline }, body: request }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['references', pipeline] }),
  });
}
