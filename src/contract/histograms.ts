import { z } from 'zod';
import { MetricGroup } from './metric.ts';
import { Reference, ReferenceMetric } from './reference.ts';

/**
 * Header of the binned counts behind a drift map (media type `columnsMediaType`). The columns of the body are
 * `slotsMs` (f64, one a slot), `rows` (f64, one a slot), and for metric number i `counts.i` (f64, slot-major,
 * slots × bins), `missing.i` (f64, one a slot), for numeric metrics `sums.i` (as counts).
 */
export const HistogramsHeader = z
  .object({
    stepSeconds: z.number().int(),
    asOf: z.iso.datetime(),
    reference: Reference,
    metrics: z.array(
      ReferenceMetric.extend({ group: MetricGroup, name: z.string(), labels: z.array(z.string()) }),
    ),
  })
  .meta({ id: 'HistogramsHeader' });
export type HistogramsHeader = z.infer<typeof HistogramsHeader>;

/**
 * Header of the rows behind an exact test. The body has one column: `values` (f64) for numeric metrics, or
 * `codes` (i32, positions in `categories`) for categorical ones. Missing values are counted, not sent.
 */
export const RowsHeader = z
  .object({
    metric: z.string(),
    kind: z.enum(['numeric', 'categorical']),
    total: z.number().int().describe('values in the window'),
    missing: z.number().int(),
    sampled: z.boolean().describe('true when total exceeds the limit and a hash-stable sample was taken'),
    categories: z.array(z.string()),
  })
  .meta({ id: 'RowsHeader' });
export type RowsHeader = z.infer<typeof RowsHeader>;
