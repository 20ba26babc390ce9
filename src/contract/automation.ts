import { z } from 'zod';
import { Name } from './prediction.ts';
import { Approval } from './rollout.ts';
import { Authority, RiskLevel } from './rollout-words.ts';

const instant = z.iso.datetime();
const share = z.number().min(0).max(1);

/** From which confidence a version acts under partial automation. A version that is not named never does. */
export const VersionThreshold = z
  .strictObject({ version: Name, tau: share })
  .meta({ id: 'VersionThreshold' });
export type VersionThreshold = z.infer<typeof VersionThreshold>;

/** What a model's answers may do by themselves, and what the people behind it can take. */
export const AutomationSetting = z
  .strictObject({
    degree: Authority,
    thresholds: z
      .array(VersionThreshold)
      .max(50)
      .refine((all) => new Set(all.map(({ version }) => version)).size === all.length, {
        error: 'each version has one threshold',
      })
      .default([])
      .describe('of partial automation'),
    auditShare: z
      .number()
      .min(0.001)
      .max(1)
      .default(0.02)
      .describe('of all requests, which people decide without seeing the answer; never none'),
    peoplePerHour: z
      .number()
      .positive()
      .max(1_000_000)
      .default(60)
      .describe('decisions that people can take'),
    errorLimit: z
      .number()
      .gt(0)
      .max(1)
      .default(0.05)
      .describe('share of automated answers that may be wrong, at the upper end of its interval'),
    scoreField: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^\0]+$/)
      .nullable()
      .default(null)
      .describe(
        'where the confidence stands in the answer, such as outputs.1.data.0; null: a field called confidence, score or probability, or the largest of class probabilities',
      ),
    scoreIs: z
      .enum(['confidence', 'probability'])
      .default('confidence')
      .describe('probability: of one of two classes, so that near 0 is as certain as near 1'),
    whenUnsure: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('review') }),
        z.strictObject({
          kind: z.literal('fallback'),
          answer: z.unknown().describe('JSON that is given in its place'),
        }),
      ])
      .default({ kind: 'review' })
      .describe('what a request gets that the model may not answer'),
    choices: z
      .array(z.string().min(1).max(200))
      .max(50)
      .default([])
      .describe('answers that people choose from; none: those that the model gave'),
    risk: RiskLevel.default('medium').describe('high: partial and full take two approvals'),
  })
  .meta({ id: 'AutomationSetting' });
export type AutomationSetting = z.infer<typeof AutomationSetting>;

/** What the log says of a version at a threshold. */
export const VersionEvidence = z
  .object({
    version: Name,
    tau: share,
    labelled: z.number().int().describe('rows with a label and a confidence'),
    automated: z.number().int().describe('those at or above the threshold'),
    errors: z.number().int(),
    errorUpper: share.describe(
      'upper end of the error share among the automated, 95 % at all thresholds at once',
    ),
    automatedShare: share.describe('of all rows, labelled or not'),
  })
  .meta({ id: 'VersionEvidence' });
export type VersionEvidence = z.infer<typeof VersionEvidence>;

/** What a raise rests on. `audit`: only labels of the random sample; `labels`: all there are. */
export const AutomationEvidence = z
  .object({
    from: instant,
    to: instant,
    basis: z.enum(['audit', 'labels']),
    versions: z.array(VersionEvidence),
    ratePerHour: z.number().nonnegative(),
    peoplePerHour: z.number().nonnegative().describe('decisions that people would get'),
  })
  .meta({ id: 'AutomationEvidence' });
export type AutomationEvidence = z.infer<typeof AutomationEvidence>;

/** A raise that somebody asks for. Approvals are for its hash. */
export const AutomationRequest = z
  .object({
    setting: AutomationSetting,
    by: z.string(),
    at: instant,
    reason: z.string(),
    evidence: AutomationEvidence,
    hash: z.string().describe('SHA-256 of setting and evidence'),
    approvals: z.array(Approval),
    expiresAt: instant,
  })
  .meta({ id: 'AutomationRequest' });
export type AutomationRequest = z.infer<typeof AutomationRequest>;

/** Who decides in a stage: the model, people, or both. */
export const Automation = z
  .object({
    pipeline: Name,
    stage: Name,
    generation: z.number().int().nonnegative().describe('grows with every change; 0: nobody has set it'),
    setting: AutomationSetting,
    salt: z.string().describe('of the audit sample'),
    request: AutomationRequest.nullable(),
  })
  .meta({ id: 'Automation' });
export type Automation = z.infer<typeof Automation>;

/** What programs read: what may be done with an answer. */
export const AutomationRules = z
  .object({
    pipeline: Name,
    stage: Name,
    generation: z.number().int().nonnegative(),
    isSet: z.boolean().describe('false: nobody has set it, and every answer is used'),
    ...AutomationSetting.pick({
      degree: true,
      thresholds: true,
      auditShare: true,
      scoreField: true,
      scoreIs: true,
      whenUnsure: true,
    }).shape,
  })
  .meta({ id: 'AutomationRules' });
export type AutomationRules = z.infer<typeof AutomationRules>;

export const automationChangeKinds = ['set', 'request', 'approve', 'raise', 'reject', 'withdraw'] as const;

/** One line of the history. `raise`: the last approval came, and it took effect. */
export const AutomationChange = z
  .object({
    generation: z.number().int(),
    at: instant,
    by: z.string(),
    kind: z.enum(automationChangeKinds),
    reason: z.string(),
    degree: Authority.describe('after it'),
    setting: AutomationSetting.describe('after it, or what is asked for'),
    hash: z.string().nullable(),
  })
  .meta({ id: 'AutomationChange' });
export type AutomationChange = z.infer<typeof AutomationChange>;
