import { z } from 'zod';
import { DeliveryHealth } from './delivery-health.ts';
import { EvaluationHealth } from './evaluation.ts';

/** What the server is, how the evaluation of rules and the delivery of messages are doing, and how far the sample data has been loaded. */
export const Status = z
  .object({
    version: z.string(),
    now: z.iso.datetime(),
    evaluation: EvaluationHealth,
    delivery: DeliveryHealth,
    sample: z.discriminatedUnion('state', [
      z.object({ state: z.literal('off') }),
      z.object({ state: z.literal('loading'), share: z.number(), rows: z.number().int() }),
      z.object({ state: z.literal('live') }),
      z.object({ state: z.literal('failed'), reason: z.string() }),
    ]),
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof Status>;
