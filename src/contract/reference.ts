import { z } from 'zod';
import { MetricKind } from './metric.ts';
import { Name } from './prediction.ts';

/** The bins of one metric, fixed when the reference is made, so that scores stay comparable. */
export const ReferenceBins = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('numeric'), edges: z.array(z.number().int()), atoms: z.boolean() }),
    z.object({ kind: z.literal('categorical'), categories: z.array(z.string()), tail: z.array(z.string()) }),
  ])
  .meta({ id: 'ReferenceBins' });
export type ReferenceBins = z.infer<typeof ReferenceBins>;

export const ReferenceMetric = z
  .object({
    metric: z.string(),
    kind: MetricKind,
    bins: ReferenceBins,
    counts: z.array(z.number()),
    sums: z.array(z.number()).describe('of the values in each bin; empty for categorical metrics'),
    missing: z.number().int(),
  })
  .meta({ id: 'ReferenceMetric' });
export type ReferenceMetric = z.infer<typeof ReferenceMetric>;

/** A named, frozen, versioned baseline of a stage. */
export const Reference = z
  .object({
    id: z.string(),
    pipeline: z.string(),
    stage: z.string(),
    name: z.string(),
    version: z.number().int(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    rows: z.number().int(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    /** Chosen by Anchorwatch from the start of the log; a provisional one is chosen anew while the log is short. */
    automatic: z.boolean(),
    provisional: z.boolean(),
  })
  .meta({ id: 'Reference' });
export type Reference = z.infer<typeof Reference>;

export const ReferenceRequest = z
  .object({
    stage: Name,
    name: Name,
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
  })
  .refine((request) => Date.parse(request.from) < Date.parse(request.to), {
    error: 'from must come before to',
  })
  .meta({ id: 'ReferenceRequest' });
export type ReferenceRequest = z.infer<typeof ReferenceRequest>;
