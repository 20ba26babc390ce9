import { z } from 'zod';

/** How delivery is doing. */
export const DeliveryHealth = z
  .object({
    waiting: z.number().int().describe('for their time, their next attempt, or to be handed to channels'),
    failing: z.number().int().describe('waiting ones of which an attempt failed'),
    dead: z.number().int(),
    oldestSeconds: z.number().nullable().describe('age of the oldest that is due'),
  })
  .meta({ id: 'DeliveryHealth' });
export type DeliveryHealth = z.infer<typeof DeliveryHealth>;
