import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { ReferenceRequest } from '#contract/reference.ts';
import { referenceRoutes } from '#contract/routes/reference-routes.ts';
import { pollEvery, pollMs } from './polling.ts';

/** The baselines of a stage, newest first. */
export function referencesQuery(pipeline: string, stage: string) {
  return queryOptions({
    queryKey: ['references', pipeline, stage],
    queryFn: async ({ signal }) =>
      (await callApi(referenceRoutes.listReferences, { params: { pipeline }, query: { stage } }, { signal }))
        .items,
    refetchInterval: pollEvery(12 * pollMs),
  });
}

/** Freezes a window as a baseline: `useMutation(createReferenceMutation(pipeline, queryClient))`. */
export function createReferenceMutation(pipeline: string, queryClient: QueryClient) {
  return mutationOptions({
    mutationKey: ['references', pipeline, 'create'],
    mutationFn: (request: ReferenceRequest) =>
      callApi(referenceRoutes.createReference, { params: { pipeline }, body: request }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['references', pipeline] }),
  });
}

/** Freezes the rows of a file as a baseline. */
export function uploadReferenceMutation(pipeline: string, queryClient: QueryClient) {
  return mutationOptions({
    mutationKey: ['references', pipeline, 'upload'],
    mutationFn: async ({ file, ...query }: ReferenceFile) => {
      const type = /\.(ndjson|jsonl)$/i.test(file.name) ? 'application/x-ndjson' : 'application/json';
      const content = await file.text();
      return callApi(
        referenceRoutes.uploadReference,
        { params: { pipeline }, query },
        { file: { content, type } },
      );
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['references', pipeline] }),
  });
}

export type ReferenceFile = { stage: string; name: string; modelVersion?: string | undefined; file: File };

/** What speaks against a baseline. It never changes, but the rows of its window may still come in. */
export function referenceWarningsQuery(pipeline: string, id: string) {
  return queryOptions({
    queryKey: ['reference-warnings', pipeline, id],
    queryFn: async ({ signal }) =>
      (await callApi(referenceRoutes.assessReference, { params: { pipeline, id } }, { signal })).items,
    staleTime: 10 * 60_000,
  });
}

/** How far the baseline `other` lies from `id`. */
export function referenceComparisonQuery(pipeline: string, id: string, other: string) {
  return queryOptions({
    queryKey: ['reference-comparison', pipeline, id, other],
    queryFn: async ({ signal }) =>
      (
        await callApi(
          referenceRoutes.compareReferences,
          { params: { pipeline, id }, query: { other } },
          { signal },
        )
      ).items,
    staleTime: 10 * 60_000,
  });
}
