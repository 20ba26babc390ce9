import { z } from 'zod';
import { Silence, SilencePreview, SilenceQuestion, SilenceRequest } from '../silence.ts';
import { items, json, problem, refusals } from './answers.ts';
import { route } from './route.ts';

const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

const silenceParams = z.object({ id: z.string().max(100) });

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
    responses: { 200: json(Silence, 'the silence; a broad one waits for an approver'), ...refusals },
  }),
  previewSilence: route({
    method: 'post',
    path: '/api/v1/silences/preview',
    tags: ['alerts'],
    summary: 'what a silence would catch now, and would have caught in the last 7 days',
    request: { body: body(SilenceQuestion) },
    responses: { 200: json(SilencePreview, 'what it catches'), ...refusals },
  }),
  approveSilence: route({
    method: 'post',
    path: '/api/v1/silences/{id}/approve',
    tags: ['alerts'],
    summary: 'let a broad silence of somebody else begin',
    request: { params: silenceParams },
    responses: {
      200: json(Silence, 'the silence, in force'),
      ...refusals,
      409: problem('one’s own, or it needs no approval any more'),
    },
  }),
  expireSilence: route({
    method: 'delete',
    path: '/api/v1/silences/{id}',
    tags: ['alerts'],
    summary: 'end a silence before its time',
    request: { params: silenceParams },
    responses: { 200: json(Silence, 'the silence that ended'), ...refusals },
  }),
};
