import { z } from 'zod';
import { MetricKind } from './metric.ts';
import { Reference } from './reference.ts';

/** Where nine tenths of a reference's values lay, their quarters, and what one in a thousand exceeded. */
export const Band = z
  .object({
    n: z.number().int(),
    p05: z.number(),
    p25: z.number(),
    p50: z.number(),
    p75: z.number(),
    p95: z.number(),
    p999: z.number(),
  })
  .meta({ id: 'Band' });
export type Band = z.infer<typeof Band>;

/**
 * What is usual of a stage, for the grey band behind each line. A numeric metric's band is of its values; that of
 * requests and of a category's share is of the whole slots of the reference's window, which are `stepSeconds` wide
 * (wider than asked for where the window is long). Without three whole slots there is none.
 */
export const Bands = z
  .object({
    reference: Reference,
    stepSeconds: z.number().int(),
    requests: Band.nullable().describe('rows a second'),
    metrics: z.array(
      Band.extend({
        metric: z.string(),
        kind: MetricKind,
        category: z.string().optional().describe('for a categorical metric, whose band is of shares'),
      }),
    ),
  })
  .meta({ id: 'Bands' });
export type Bands = z.infer<typeof Bands>;
