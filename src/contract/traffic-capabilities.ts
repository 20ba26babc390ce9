import { z } from 'zod';

/** What an actuator can do; a plan that wants more is refused before it starts. */
export const TrafficCapabilities = z
  .object({
    smallestShare: z.number().int().min(1).describe('basis points: shares are multiples of it'),
    onlyShares: z
      .array(z.number().int().min(0).max(10_000))
      .nullable()
      .describe('basis points: the only shares there are for the candidate; null: any multiple'),
    mirror: z.enum(['none', 'all', 'share']).describe('no copies, copies of everything, or of a share'),
    stickyKey: z.boolean().describe('the same key always gets the same version'),
    force: z.boolean().describe('a header chooses the version'),
    audit: z.boolean().describe('a third arm'),
    cautions: z.array(z.string()).describe('what a switch costs, in words for the plan'),
  })
  .meta({ id: 'TrafficCapabilities' });
export type TrafficCapabilities = z.infer<typeof TrafficCapabilities>;
