import { z } from 'zod';

/** What one edge device or region sent in a window. */
export const SiteState = z
  .object({
    site: z.string(),
    stage: z.string(),
    rows: z.number().int(),
    lastSeen: z.iso.datetime().describe('time of its latest row'),
    lastReceived: z.iso.datetime(),
    delaySeconds: z
      .object({ p50: z.number(), p95: z.number() })
      .describe('from the time of a row to its arrival'),
    versions: z.array(z.object({ version: z.string(), rows: z.number().int() })).describe('most rows first'),
  })
  .meta({ id: 'SiteState' });
export type SiteState = z.infer<typeof SiteState>;
