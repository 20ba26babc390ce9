import { z } from 'zod';
import { EventKind, eventKinds, PipelineEvent } from '../event.ts';
import { items, json, refusals } from './answers.ts';
import { instant, listOf, pipelineParam } from './parameters.ts';
import { route } from './route.ts';

const eventsWindow = z.object({
  from: instant,
  to: instant,
  kind: listOf(EventKind, eventKinds.length).describe('default: all kinds'),
});

export const eventRoutes = {
  events: route({
    method: 'get',
    path: '/api/v1/pipelines/{pipeline}/events',
    tags: ['events'],
    summary: 'what happened to a pipeline: versions, definitions, references, labels',
    request: { params: pipelineParam, query: eventsWindow },
    responses: { 200: json(items(PipelineEvent), 'events, oldest first'), ...refusals },
  }),
  allEvents: route({
    method: 'get',
    path: '/api/v1/events',
    tags: ['events'],
    summary: 'what happened to all pipelines',
    request: { query: eventsWindow },
    responses: { 200: json(items(PipelineEvent), 'events, oldest first'), ...refusals },
  }),
};
