import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { pipelineRoutes } from '#contract/routes/pipeline-routes.ts';
import { pollEvery, pollMs } from './polling.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

const slowPollMs = 12 * pollMs;

/** The runs of a batch pipeline, newest first. */
export function runsQuery(pipeline: string, range: TimeRange) {
  return queryOptions({
    queryKey: ['runs', pipeline, range],
    queryFn: ({ signal }) => {
      const { from, to } = resolveRange(range, Date.now(), 60);
      return callApi(pipelineRoutes.listRuns, { params: { pipeline }, query: { from, to } }, { signal });
    },
    refetchInterval: pollEvery(isLive(range) && slowPollMs),
  });
}

/** What each site sent to each stage. */
export function sitesQuery(pipeline: string, range: TimeRange) {
  return queryOptions({
    queryKey: ['sites', pipeline, range],
    queryFn: async ({ signal }) => {
      const { from, to } = resolveRange(range, Date.now(), 60);
      return (
        await callApi(pipelineRoutes.listSites, { params: { pipeline }, query: { from, to } }, { signal })
      ).items;
    },
    refetchInterval: pollEvery(isLive(range) && slowPollMs),
  });
}
