import { z } from 'zod';

/** The headline figures of each stage by slot, so that all of a pipeline can be seen at once. */
export const Health = z
  .object({
    asOf: z.iso.datetime(),
    stepSeconds: z.number().int(),
    slotsMs: z.array(z.number()).describe('starts of the slots, epoch milliseconds, ascending'),
    stages: z.array(
      z.object({
        stage: z.string(),
        rows: z.array(z.number().int()),
        latencyP95Ms: z.array(z.number().nullable()),
        errorShare: z.array(z.number().nullable()),
        nullShare: z.array(z.number().nullable()),
      }),
    ),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;
