import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import type { ReviewDecisionRequest } from '#contract/review.ts';
import { reviewRoutes } from '#contract/routes/review-routes.ts';
import type { StagePlace } from './automation.ts';
import { pollEvery, pollMs } from './polling.ts';

export function reviewQueueQuery(place: StagePlace) {
  return queryOptions({
    queryKey: ['reviews', 'queue', place],
    queryFn: ({ signal }) => callApi(reviewRoutes.reviewQueue, { params: place }, { signal }),
    refetchInterval: pollEvery(pollMs),
    meta: { liveMs: pollMs },
  });
}

/** The case in this person's hands, or the next one; while there is none it is asked for again. */
export function nextCaseQuery(place: StagePlace) {
  return queryOptions({
    queryKey: ['reviews', 'case', place],
    queryFn: async ({ signal }) =>
      (await callApi(reviewRoutes.takeReview, { params: place }, { signal })).item,
    refetchInterval: (query) => (query.state.data === null ? pollEvery(pollMs)(query) : false),
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function decideReview(id: string, request: ReviewDecisionRequest) {
  return callApi(reviewRoutes.decideReview, { params: { id }, body: request });
}

export function skipReview(id: string) {
  return callApi(reviewRoutes.skipReview, { params: { id } });
}

export function undoReview(id: string) {
  return callApi(reviewRoutes.undoReview, { params: { id } });
}
