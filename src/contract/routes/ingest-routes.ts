import { z } from 'zod';
import { IngestReceipt, Name } from '../prediction.ts';
import { json, problem } from './answers.ts';
import { route } from './route.ts';

const ingestRequest = {
  query: z.object({
    partial: z
      .enum(['true', 'false'])
      .default('false')
      .describe('true: store the good records of a batch with bad ones'),
  }),
  headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
};
const ingestResponses = {
  200: json(IngestReceipt, 'the records are durable'),
  400: problem('not JSON'),
  413: problem('the body is too large'),
  415: problem('the content type or encoding is not taken'),
  422: problem('a record is refused, or the Idempotency-Key was used for another body'),
  503: problem('the batch cannot be taken now: send it again later'),
} as const;
const ingest = (path: string, summary: string) =>
  ({
    method: 'post',
    path,
    tags: ['ingest'],
    summary,
    request: ingestRequest,
    responses: ingestResponses,
  }) as const;

const inferenceEvent = route({
  method: 'post',
  path: '/api/v1/inference-events',
  tags: ['ingest'],
  summary: "take an event of KServe's inference logger (CloudEvents in binary mode)",
  request: {
    query: z.object({
      pipeline: Name.optional().describe('the inference service when left out'),
      stage: Name.optional().describe('the component, such as predictor, when left out'),
    }),
  },
  responses: {
    202: { description: 'taken; it becomes rows when its other half has come, or a minute has passed' },
    400: problem("not an event of KServe's logger"),
    413: problem('the body is too large'),
    503: problem('it cannot be taken now'),
  },
});

export const ingestRoutes = {
  ingestInferenceEvent: inferenceEvent,
  ingestPredictions: route({ ...ingest('/api/v1/predictions', 'take prediction records'), tags: ['ingest'] }),
  ingestLabels: route({ ...ingest('/api/v1/labels', 'take labels that became known'), tags: ['ingest'] }),
  ingestSamples: route({ ...ingest('/api/v1/samples', 'take resource samples'), tags: ['ingest'] }),
};
