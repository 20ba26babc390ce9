import { z } from 'zod';
import { Name } from './prediction.ts';
import { siteSegment } from './segment.ts';

/** Columns of a frame that are no metrics: who answered, and where. */
export const rowColumns = { version: 'version', site: siteSegment } as const;

export const frameLimits = { rows: 200_000, metrics: 200, categories: 100 } as const;

/**
 * Header of aligned rows: several metrics of the same requests (media type `columnsMediaType`). The columns of the
 * body are `timesMs` (f64), and for metric number i `values.i` (f64, NaN where it is missing) or `codes.i` (i32: the
 * position in `categories`, as many as there are for any other value, −1 where it is missing).
 */
export const FrameHeader = z
  .object({
    total: z.number().int().describe('prediction rows in the window'),
    sampled: z.boolean().describe('true when total exceeds the limit and a hash-stable sample was taken'),
    metrics: z.array(
      z.discriminatedUnion('kind', [
        z.object({ metric: Name, kind: z.literal('numeric') }),
        z.object({
          metric: Name,
          kind: z.literal('categorical'),
          categories: z.array(z.string()).describe('most frequent first'),
        }),
      ]),
    ),
    withheld: z.array(Name).describe('metrics asked for that are sensitive: their values are not handed out'),
  })
  .meta({ id: 'FrameHeader' });
export type FrameHeader = z.infer<typeof FrameHeader>;
