import { z } from 'zod';
import { IngestReceipt } from '../prediction.ts';
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

export const ingestRoutes = {
  ingestPredictions: route({ ...ingest('/api/v1/predictions', 'take prediction records'), tags: ['ingest'] }),
  ingestLabels: route({ ...ingest('/api/v1/labels', 'take labels that became known'), tags: ['ingest'] }),
  ingestSamples: route({ ...ingest('/api/v1/samples', 'take resource samples'), tags: ['ingest'] }),
};
