import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, callApi } from '#contract/client.ts';
import type { RequestOrder } from '#contract/request-order.ts';
import type { RequestTrace } from '#contract/request.ts';
import { requestRoutes } from '#contract/routes/request-routes.ts';
import { pollEvery, pollMs } from './polling.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

const minuteSeconds = 60;

export function requestsQuery(pipeline: string, range: TimeRange, order: RequestOrder) {
  return queryOptions({
    queryKey: ['requests', pipeline, range, order],
    queryFn: async ({ signal }) => {
      const { from, to } = resolveRange(range, Date.now(), minuteSeconds);
      const args = { params: { pipeline }, query: { from, to, order } };
      return (await callApi(requestRoutes.listRequests, args, { signal })).items;
    },
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(isLive(range) && 6 * pollMs),
    meta: { liveMs: isLive(range) && 6 * pollMs },
  });
}

/** Null when there is no such request. */
export function requestQuery(pipeline: string, requestId: string) {
  return queryOptions({
    queryKey: ['request', pipeline, requestId],
    queryFn: async ({ signal }): Promise<RequestTrace | null> => {
      try {
        return await callApi(requestRoutes.findRequest, { params: { pipeline, requestId } }, { signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: pollEvery(false),
  });
}
