import { mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { ReferenceRequest } from '#contract/reference.ts';
import { referenceRoutes } from '#contract/routes/reference-routes.ts';
import { runJob } from '../state/jobs.ts';
import { referencesPath } from '../url/links.ts';
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
      makeReference(pipeline, request, (signal) =>
        callApi(referenceRoutes.createReference, { params: { pipeline }, body: request }, { signal }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['references', pipeline] }),
  });
}

/** Freezes the rows of a file as a baseline. */
export function uploadReferenceMutation(pipeline: string, queryClient: QueryClient) {
  return mutationOptions({
    mutationKey: ['references', pipeline, 'upload'],
    mutationFn: ({ file, ...query }: ReferenceFile) =>
      makeReference(pipeline, query, async (signal) => {
        const type = /\.(ndjson|jsonl)$/i.test(file.name) ? 'application/x-ndjson' : 'application/json';
        const content = await file.text();
        return callApi(
          referenceRoutes.uploadReference,
          { params: { pipeline }, query },
          { file: { content, type }, signal },
        );
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['references', pipeline] }),
  });
}

/** Listed among the jobs. What the server was already doing when it is cancelled, it may still finish. */
function makeReference<Result>(
  pipeline: string,
  { stage, name }: { stage: string; name: string },
  make: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  return runJob(
    {
      title: `Make the reference “${name}” of ${pipeline} / ${stage}`,
      path: referencesPath(pipeline, stage),
      cancel: () => controller.abort(),
    },
    () => make(controller.signal),
    () => controller.signal.aborted,
  );
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
