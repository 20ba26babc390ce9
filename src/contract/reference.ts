import { z } from 'zod';
import { MetricKind } from './metric.ts';
import { Name, Prediction } from './prediction.ts';

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
    source: z
      .enum(['window', 'upload'])
      .describe('a stretch of the log, or rows that were sent for it, such as a training set'),
    modelVersion: z.string().optional().describe('the version that was trained on these rows'),
    /** Chosen by Anchorwatch from the start of the log; a provisional one is chosen anew while the log is short. */
    automatic: z.boolean(),
    provisional: z.boolean(),
  })
  .meta({ id: 'Reference' });
export type Reference = z.infer<typeof Reference>;

/** One row of a reference that is not in the log. Without a time it has none, and the reference no order. */
export const ReferenceRecord = Prediction.pick({
  features: true,
  prediction: true,
  confidence: true,
  latencyMs: true,
  signals: true,
})
  .extend({ time: Prediction.shape.time.optional() })
  .meta({ id: 'ReferenceRecord' });

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

/** Why a reference may not be a good one to measure against. */
export const ReferenceWarning = z
  .object({
    kind: z.enum(['small', 'drifting', 'mixedVersions', 'gap', 'incident']),
    text: z.string(),
  })
  .meta({ id: 'ReferenceWarning' });
export type ReferenceWarning = z.infer<typeof ReferenceWarning>;

/** How far one metric of another reference lies from this one, in the bins of this one. */
export const MetricComparison = z
  .object({
    metric: z.string(),
    score: z
      .discriminatedUnion('status', [
        z.object({
          status: z.literal('ok'),
          effect: z.number().describe('Jensen-Shannon distance, base 2'),
          p: z.number(),
          adjustedP: z.number(),
        }),
        z.object({ status: z.literal('unavailable'), reason: z.string() }),
      ])
      .describe('the usual rule: effect and evidence'),
    n: z.number().int(),
    m: z.number().int(),
    verdict: z.enum(['drift', 'warn', 'none', 'unavailable']),
  })
  .meta({ id: 'MetricComparison' });
export type MetricComparison = z.infer<typeof MetricComparison>;
