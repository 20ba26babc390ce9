import { queryOptions } from '@tanstack/react-query';
import { callApi } from '#contract/client.ts';
import { eventRoutes } from '#contract/routes/event-routes.ts';
import { pipelineRoutes } from '#contract/routes/pipeline-routes.ts';
import type { PipelineEvent } from '#contract/event.ts';
import { pollEvery, pollMs } from './polling.ts';
import { scopeParameters } from './row-scope.ts';
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

export function overviewQuery(pipeline: string, range: TimeRange, known?: string) {
  const isMoving = isLive(range) && known === undefined;
  return queryOptions({
    queryKey: ['overview', pipeline, range, known],
    queryFn: ({ signal }) => {
      const { params, query } = windowArguments(pipeline, range);
      const { knownAt } = scopeParameters({ known });
      return callApi(pipelineRoutes.overview, { params, query: { ...query, knownAt } }, { signal });
    },
    refetchInterval: pollEvery(isMoving && pollMs),
    meta: { liveMs: isMoving && pollMs },
  });
}

/** With a moment of knowledge, what had happened by then. */
export function eventsQuery(pipeline: string, range: TimeRange, known?: string) {
  return queryOptions({
    queryKey: ['events', pipeline, range, known],
    queryFn: async ({ signal }) => {
      const { items } = await callApi(eventRoutes.events, windowArguments(pipeline, range), { signal });
      return happenedBy(items, known);
    },
    refetchInterval: pollEvery(isLive(range) && 3 * pollMs),
  });
}

/** Of all pipelines. */
export function allEventsQuery(range: TimeRange, known?: string) {
  return queryOptions({
    queryKey: ['events', range, known],
    queryFn: async ({ signal }) => {
      const { from, to } = resolveRange(range, Date.now(), overviewStepSeconds);
      const { items } = await callApi(eventRoutes.allEvents, { query: { from, to } }, { signal });
      return happenedBy(items, known);
    },
    refetchInterval: pollEvery(isLive(range) && 3 * pollMs),
  });
}

function happenedBy(events: PipelineEvent[], known: string | undefined): PipelineEvent[] {
  if (known === undefined) return events;
  const knownMs = Date.parse(known);
  return events.filter(({ time }) => Date.parse(time) <= knownMs);
}

function windowArguments(pipeline: string, range: TimeRange) {
  const { from, to } = resolveRange(range, Date.now(), overviewStepSeconds);
  return { params: { pipeline }, query: { from, to } };
}
