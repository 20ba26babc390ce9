import { z } from 'zod';
import { limits, Name } from './prediction.ts';

const instant = z.iso.datetime();
const value = z.union([z.number(), z.string().max(limits.textLength), z.boolean(), z.null()]);

/** Why a request is decided by people. `audit`: drawn at random, for an unbiased measure of the model. */
export const reviewReasons = ['humanOnly', 'shadow', 'assist', 'unsure', 'unscored', 'audit'] as const;
export const ReviewReason = z.enum(reviewReasons).meta({ id: 'ReviewReason' });
export type ReviewReason = z.infer<typeof ReviewReason>;

/** What the model said of a request. */
export const Suggestion = z
  .object({ value: value.optional(), score: z.number().nullable() })
  .meta({ id: 'Suggestion' });
export type Suggestion = z.infer<typeof Suggestion>;

export const ReviewDecision = z
  .object({
    value,
    by: z.string(),
    at: instant,
    note: z.string(),
    seconds: z.number().nonnegative().describe('since it was handed out'),
  })
  .meta({ id: 'ReviewDecision' });
export type ReviewDecision = z.infer<typeof ReviewDecision>;

/** A request that waits for the answer of a person, or has it. */
export const Review = z
  .object({
    id: z.string(),
    pipeline: Name,
    stage: Name,
    requestId: Name,
    version: Name,
    reason: ReviewReason,
    at: instant.describe('when it came'),
    fields: z
      .record(z.string(), value)
      .nullable()
      .describe('what was asked; null once it is forgotten, an hour after the decision'),
    suggestion: Suggestion.nullable().describe('null where the model was not asked'),
    lease: z.object({ by: z.string(), at: instant, until: instant }).nullable(),
    decision: ReviewDecision.nullable(),
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof Review>;

/** A case as it is handed to a person. */
export const ReviewCase = Review.omit({ suggestion: true, decision: true })
  .extend({
    masked: z.array(z.string()).describe('fields whose values are not for your role'),
    suggestion: Suggestion.nullable().describe('null where the case is decided blind'),
    isBlind: z.boolean(),
    choices: z.array(z.string()).describe('answers to choose from; empty: a number or a text is typed'),
    answers: z.enum(['choice', 'number', 'text']),
  })
  .meta({ id: 'ReviewCase' });
export type ReviewCase = z.infer<typeof ReviewCase>;

/** What became of a case, and what the model had said of it. */
export const ReviewOutcome = z
  .object({
    id: z.string(),
    decision: ReviewDecision,
    suggestion: Suggestion.nullable(),
    agrees: z.boolean().nullable().describe('null where the model said nothing'),
  })
  .meta({ id: 'ReviewOutcome' });
export type ReviewOutcome = z.infer<typeof ReviewOutcome>;

/** What a program that was told to wait reads: whether people have decided, and what. */
export const ReviewAnswer = z
  .object({
    id: z.string(),
    requestId: Name,
    state: z.enum(['waiting', 'decided']),
    value: value.optional(),
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'ReviewAnswer' });
export type ReviewAnswer = z.infer<typeof ReviewAnswer>;

/** How often people and the model agreed, of the decided cases of one kind. */
export const ReviewAgreement = z
  .object({
    reason: ReviewReason,
    decided: z.number().int(),
    compared: z.number().int().describe('those of which the model had said something'),
    agreed: z.number().int(),
    low: z.number().describe('Clopper and Pearson’s 95 % interval of the share that agreed'),
    high: z.number(),
  })
  .meta({ id: 'ReviewAgreement' });
export type ReviewAgreement = z.infer<typeof ReviewAgreement>;

/** What waits for people in a stage, and what they have done. */
export const ReviewQueue = z
  .object({
    waiting: z.number().int(),
    leased: z.number().int().describe('of them, in somebody’s hands'),
    oldestAt: instant.nullable(),
    decidedLastHour: z.number().int(),
    from: instant.describe('since when agreement is counted'),
    agreement: z.array(ReviewAgreement),
  })
  .meta({ id: 'ReviewQueue' });
export type ReviewQueue = z.infer<typeof ReviewQueue>;

export const ReviewDecisionRequest = z
  .strictObject({ value, note: z.string().trim().max(2_000).default('') })
  .meta({ id: 'ReviewDecisionRequest' });
export type ReviewDecisionRequest = z.infer<typeof ReviewDecisionRequest>;

/** A case that a program hands to people itself, without the gateway. */
export const ReviewRequest = z
  .strictObject({
    requestId: Name,
    version: Name,
    reason: ReviewReason.default('unsure'),
    fields: z
      .record(z.string().max(limits.nameLength), value)
      .refine((fields) => Object.keys(fields).length <= limits.fieldsPerRecord, {
        error: `more than ${limits.fieldsPerRecord} fields`,
      })
      .default({}),
    suggestion: Suggestion.nullable().default(null),
  })
  .meta({ id: 'ReviewRequest' });
export type ReviewRequest = z.infer<typeof ReviewRequest>;
