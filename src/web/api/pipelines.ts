import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { eventRoutes } from '#contract/routes/event-routes.ts';
import { pipelineRoutes } from '#contract/routes/pipeline-routes.ts';
import { pollEvery, pollMs } from './polling.ts';
import { isLive, resolveRange, type TimeRange } from './time-range.ts';

const overviewStepSeconds = 60;

export function pipelinesQuery() {
  return queryOptions({
    queryKey: ['pipelines'],
    queryFn: async ({ signal }) => (await callApi(pipelineRoutes.listPipelines, {}, { signal })).items,
    refetchInterval: pollEvery(2 * pollMs),
  });
}

export function catalogueQuery(pipeline: string) {
  return queryOptions({
    queryKey: ['catalogue', pipeline],
    queryFn: ({ signal }) => callApi(pipelineRoutes.catalogue, { params: { pipeline } }, { signal }),
    refetchInterval: pollEvery(6 * pollMs),
  });
}

export function overviewQuery(pipeline: string, range: TimeRange) {
  return queryOptions({
    queryKey: ['overview', pipeline, range],
    queryFn: ({ signal }) => callApi(pipelineRoutes.overview, windowArguments(pipeline, range), { signal }),
    refetchInterval: pollEvery(isLive(range) && pollMs),
    meta: { liveMs: isLive(range) && pollMs },
  });
}

export function eventsQuery(pipeline: string, range: TimeRange) {
  return queryOptions({
    queryKey: ['events', pipeline, range],
    queryFn: async ({ signal }) =>
      (await callApi(eventRoutes.events, windowArguments(pipeline, range), { signal })).items,
    refetchInterval: pollEvery(isLive(range) && 3 * pollMs),
  });
}

/** Of all pipelines. */
export function allEventsQuery(range: TimeRange) {
  return queryOptions({
    queryKey: ['events', range],
    queryFn: async ({ signal }) => {
      const { from, to } = resolveRange(range, Date.now(), overviewStepSeconds);
      return (await callApi(eventRoutes.allEvents, { query: { from, to } }, { signal })).items;
    },
    refetchInterval: pollEvery(isLive(range) && 3 * pollMs),
  });
}

function windowArguments(pipeline: string, range: TimeRange) {
  const { from, to } = resolveRange(range, Date.now(), overviewStepSeconds);
  return { params: { pipeline }, query: { from, to } };
}
