import { z } from 'zod';
import { Reference } from './reference.ts';

/** How far the labels of a stage have come, by slot; `knownAt` is the moment of knowledge. */
export const LabelCoverage = z
  .object({
    stepSeconds: z.number().int(),
    knownAt: z.iso.datetime(),
    /** What the quality of the window is held against. */
    reference: Reference,
    slotsMs: z.array(z.number()).describe('starts of the slots that hold rows, ascending'),
    rows: z.array(z.number().int()),
    labelled: z.array(z.number().int()).describe('rows whose label was known'),
    delayP50Seconds: z.array(z.number().nullable()).describe('from the row to the arrival of its label'),
    delayP90Seconds: z.array(z.number().nullable()),
  })
  .meta({ id: 'LabelCoverage' });
export type LabelCoverage = z.infer<typeof LabelCoverage>;

const valueKind = z.enum(['number', 'class', 'none']);

/**
 * Header of rows with the label that was known of them. The columns of the body, one value a row in order of time:
 * `timesMs`, `scores` (the confidence), `predictions`, `labels`, `labelReceivedMs`, all f64 and NaN where there is
 * none. Predictions and labels are numbers, or positions in `classes`.
 */
export const LabelledRowsHeader = z
  .object({
    knownAt: z.iso.datetime(),
    rows: z.enum(['labelled', 'all']),
    sampled: z.boolean().describe('true when the limit was reached: a hash-stable sample'),
    predictions: valueKind,
    labels: valueKind,
    classes: z.array(z.string()),
  })
  .meta({ id: 'LabelledRowsHeader' });
export type LabelledRowsHeader = z.infer<typeof LabelledRowsHeader>;
