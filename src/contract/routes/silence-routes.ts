import { z } from 'zod';
import { Silence, SilenceMatchers, SilencePreview, SilenceRequest } from '../silence.ts';
import { items, json, refusals } from './answers.ts';
import { route } from './route.ts';

const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const silenceRoutes = {
  listSilences: route({
    method: 'get',
    path: '/api/v1/silences',
    tags: ['alerts'],
    summary: 'silences that are in force, and those that ended in the last 7 days',
    responses: { 200: json(items(Silence), 'silences, the latest start first'), ...refusals },
  }),
  createSilence: route({
    method: 'post',
    path: '/api/v1/silences',
    tags: ['alerts'],
    summary: 'keep messages of alerts back for a time, with a reason',
    request: { body: body(SilenceRequest) },
    responses: { 200: json(Silence, 'the silence'), ...refusals },
  }),
  previewSilence: route({
    method: 'post',
    path: '/api/v1/silences/preview',
    tags: ['alerts'],
    summary: 'what a silence would catch now, and would have caught in the last 7 days',
    request: { body: body(z.object({ matchers: SilenceMatchers })) },
    responses: { 200: json(SilencePreview, 'what it catches'), ...refusals },
  }),
  expireSilence: route({
    method: 'delete',
    path: '/api/v1/silences/{id}',
    tags: ['alerts'],
    summary: 'end a silence before its time',
    request: { params: z.object({ id: z.string().max(100) }) },
    responses: { 200: json(Silence, 'the silence that ended'), ...refusals },
  }),
};
