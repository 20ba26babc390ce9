import { z } from 'zod';
import { Overview } from './pipeline.ts';

const FleetEntry = Overview.omit({ asOf: true }).extend({ pipeline: z.string() }).meta({ id: 'FleetEntry' });
export type FleetEntry = z.infer<typeof FleetEntry>;

/** The overviews of all pipelines at once. */
export const Fleet = z
  .object({
    asOf: z.iso.datetime(),
    cursor: z.string().describe('for `since`: the next answer then holds only what changed'),
    pipelines: z.array(z.string()).describe('all there are'),
    changed: z.array(FleetEntry).describe('those whose figures are not what they were at `since`'),
  })
  .meta({ id: 'Fleet' });
export type Fleet = z.infer<typeof Fleet>;
