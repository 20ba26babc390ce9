import { z } from 'zod';

/** One alert of a rule in one slot: what was seen, or why nothing was. */
export const EvaluatedReading = z
  .object({
    labels: z
      .record(z.string(), z.string())
      .describe('stage, metric, version, site …: which alert of the rule'),
    value: z.number().nullable(),
    n: z.number().describe('rows or values behind it'),
    hasEvidence: z.boolean().describe('false where a test found an effect that may be chance'),
    names: z.array(z.string()).optional().describe('the metrics that a value of many is about'),
    reason: z.string().optional().describe('why there is no value'),
    isFailed: z.boolean().describe('the evaluation itself failed'),
  })
  .meta({ id: 'EvaluatedReading' });
export type EvaluatedReading = z.infer<typeof EvaluatedReading>;

/** One evaluated slot. */
export const EvaluatedSlot = z
  .object({
    slot: z.number().int().describe('number of the slot, in slots of the rule’s own length since 1970'),
    endsAt: z.iso.datetime(),
    readTo: z.iso
      .datetime()
      .describe('the values are of rows before it: the end of the slot less the query offset'),
    ruleVersion: z.number().int().describe('0: of a rule that is not stored'),
    evaluatedAt: z.iso.datetime().optional().describe('left out in a preview'),
    timing: z
      .enum(['inTime', 'late', 'lookBack'])
      .optional()
      .describe(
        'late: more than a minute after it was due, because nothing evaluated meanwhile; lookBack: before the rule was made',
      ),
    readings: z.array(EvaluatedReading),
  })
  .meta({ id: 'EvaluatedSlot' });
export type EvaluatedSlot = z.infer<typeof EvaluatedSlot>;

/** How the evaluation of rules itself is doing. */
export const EvaluationHealth = z
  .object({
    state: z
      .enum(['running', 'behind', 'failing'])
      .describe('behind: a slot waits for more than a minute; failing: some rule could not be evaluated'),
    rules: z.number().int().describe('active ones'),
    lastSlotEndedAt: z.iso.datetime().optional().describe('of the newest slot that was evaluated'),
    lagSeconds: z.number().describe('how long the oldest slot that is due has waited'),
    failingRules: z.number().int().describe('whose newest slot could not be evaluated'),
    error: z.string().optional().describe('why, of one of them'),
  })
  .meta({ id: 'EvaluationHealth' });
export type EvaluationHealth = z.infer<typeof EvaluationHealth>;
