import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();
const instant = z.iso.datetime();

/** Who was right where two versions disagreed. */
export const adjudicationChoices = ['stable', 'candidate', 'both', 'neither'] as const;
export const AdjudicationChoice = z.enum(adjudicationChoices).meta({ id: 'AdjudicationChoice' });
export type AdjudicationChoice = z.infer<typeof AdjudicationChoice>;

/** What somebody found of one request; the latest word on a request counts. */
export const Adjudication = z
  .object({ requestId: z.string(), choice: AdjudicationChoice, by: z.string(), at: instant })
  .meta({ id: 'Adjudication' });
export type Adjudication = z.infer<typeof Adjudication>;

export const AdjudicationRequest = z
  .strictObject({
    requestId: z.string().min(1).max(500),
    choice: AdjudicationChoice,
  })
  .meta({ id: 'AdjudicationRequest' });
export type AdjudicationRequest = z.infer<typeof AdjudicationRequest>;

const Answer = z.object({
  class: z
    .string()
    .describe('the answer, as far as it is one of few: a category, null, a failure, text, number'),
  text: z.string().nullable().describe('as it can be shown; null: missing, not kept, or sensitive'),
  score: z.number().nullable().describe('how sure the version was'),
  latencyMs: z.number().nullable(),
});

export const disagreementKinds = ['failure', 'null', 'answer'] as const;
export const Disagreement = z
  .object({
    requestId: z.string(),
    time: instant,
    kind: z
      .enum(disagreementKinds)
      .describe('one failed, one had nothing to say, or both answered differently'),
    impact: share.describe(
      'how far the answers lie apart, times how sure the versions were; 1 for a failure',
    ),
    scoreGap: share.nullable(),
    stable: Answer,
    candidate: Answer,
    inputs: z
      .record(z.string(), z.union([z.number(), z.string()]))
      .describe('by metric, without sensitive ones'),
    adjudication: Adjudication.nullable(),
  })
  .meta({ id: 'Disagreement' });
export type Disagreement = z.infer<typeof Disagreement>;

const DisagreementRate = z
  .object({
    pairs: count,
    disagreeing: count,
    interval: z.object({ lower: share, upper: share }).nullable().describe('95 %, valid at any time'),
  })
  .meta({ id: 'DisagreementRate' });
export type DisagreementRate = z.infer<typeof DisagreementRate>;

export const Disagreements = z
  .object({
    from: instant,
    to: instant,
    rate: DisagreementRate,
    noise: DisagreementRate.nullable().describe('the stable version against itself; null: it gets no copies'),
    isSample: z.boolean().describe('there are more pairs than are compared'),
    confusion: z
      .array(z.object({ stable: z.string(), candidate: z.string(), pairs: count, disagreeing: count }))
      .describe('most disagreements first'),
    judged: z.record(AdjudicationChoice, count),
    withheld: z.array(z.string()).describe('metrics whose values stay on the server'),
    found: count.describe('disagreements after the filters'),
    items: z.array(Disagreement),
  })
  .meta({ id: 'Disagreements' });
export type Disagreements = z.infer<typeof Disagreements>;

export const disagreementOrders = ['impact', 'scoreGap', 'latest', 'random'] as const;
export const DisagreementOrder = z.enum(disagreementOrders).meta({ id: 'DisagreementOrder' });
export type DisagreementOrder = z.infer<typeof DisagreementOrder>;
