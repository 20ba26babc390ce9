import { z } from 'zod';
import { Name } from './prediction.ts';
import { RuleCondition } from './rule-condition.ts';
import { SegmentText } from './segment.ts';

export const RuleScope = z
  .strictObject({
    stage: Name.optional().describe('left out only where the condition concerns the whole pipeline'),
    version: Name.optional(),
    eachVersion: z.boolean().optional().describe('each version that had rows lately is an alert of its own'),
    segment: z
      .array(SegmentText)
      .max(10)
      .optional()
      .describe('of one metric any of the values, of different metrics all'),
  })
  .meta({ id: 'RuleScope' });
export type RuleScope = z.infer<typeof RuleScope>;

export const RuleLevel = z
  .strictObject({
    threshold: z.number(),
    recover: z
      .number()
      .nullish()
      .describe(
        'an alert ends beyond it only. Null: at the threshold itself. Left out: a quarter of the way from the threshold back to the usual value (`usual` of the version; at the threshold while there is no history)',
      ),
    forSlots: z
      .number()
      .int()
      .min(0)
      .max(1_000)
      .describe('evaluated slots that a breach must last after its first'),
    keepSlots: z
      .number()
      .int()
      .min(0)
      .max(1_000)
      .describe('evaluated slots that it must be clear before the alert ends'),
  })
  .meta({ id: 'RuleLevel' });
export type RuleLevel = z.infer<typeof RuleLevel>;

export const NoDataPolicy = z
  .strictObject({
    policy: z
      .enum(['alert', 'ok', 'keep'])
      .describe(
        'what slots without a value do: open a blind alert, nothing, or nothing and keep what there is',
      ),
    afterSlots: z.number().int().min(1).max(10_000),
  })
  .meta({ id: 'NoDataPolicy' });

const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .refine((value) => !value.includes('\0'), { error: 'must not contain NUL' });

/** What people decide of a rule, and what stands in a file. */
export const RuleDefinition = z
  .strictObject({
    name: Name.describe('unique in its pipeline'),
    description: text(2_000).optional(),
    state: z.enum(['active', 'paused']).default('active'),
    scope: RuleScope,
    condition: RuleCondition,
    direction: z
      .enum(['above', 'below'])
      .default('above')
      .describe('on which side of a threshold the trouble is'),
    levels: z
      .strictObject({
        warning: RuleLevel.optional(),
        critical: RuleLevel.optional().describe('an alert of this level pages somebody'),
      })
      .refine(({ warning, critical }) => warning !== undefined || critical !== undefined, {
        error: 'a rule needs at least one level',
      }),
    everySeconds: z
      .number()
      .int()
      .min(60)
      .max(31 * 86_400)
      .multipleOf(60)
      .describe('length of a slot: how often the rule is evaluated'),
    noData: NoDataPolicy,
    queryOffsetSeconds: z
      .number()
      .int()
      .min(0)
      .max(7 * 86_400)
      .nullable()
      .default(null)
      .describe('how long to wait for late rows; null: as long as 99 % of them were seen to take'),
    budget: z
      .strictObject({ perWeek: z.number().positive().max(10_000) })
      .optional()
      .describe('false alarms that were agreed to'),
    runbook: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional()
      .describe('a rule with a critical level should have one'),
    owner: text(200).optional(),
    labels: z
      .record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/), text(500))
      .default({})
      .describe('for routes and silences'),
  })
  .meta({ id: 'RuleDefinition' });
export type RuleDefinition = z.infer<typeof RuleDefinition>;

/** The version of a rule that is in force. */
export const Rule = RuleDefinition.extend({
  id: z.string(),
  pipeline: z.string(),
  version: z.number().int().min(1),
  usual: z
    .number()
    .optional()
    .describe('what was usual when this version was made: a recovery that was left out is reckoned from it'),
}).meta({ id: 'Rule' });
export type Rule = z.infer<typeof Rule>;

/** A version never changes: every transition of an alert names the one it was decided by. */
export const RuleVersion = z
  .object({
    ruleId: z.string(),
    version: z.number().int().min(1),
    rule: Rule,
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    reason: z.string(),
    change: z.enum(['created', 'edited', 'paused', 'resumed', 'deleted']),
  })
  .meta({ id: 'RuleVersion' });
export type RuleVersion = z.infer<typeof RuleVersion>;

const reason = text(2_000).default('');

export const RuleCreation = z.strictObject({ rule: RuleDefinition, reason }).meta({ id: 'RuleCreation' });
export type RuleCreation = z.infer<typeof RuleCreation>;

/** `fromVersion` is the version that the change was made from: a change that somebody else made meanwhile is refused with 409. */
export const RuleChange = z
  .strictObject({ rule: RuleDefinition, fromVersion: z.number().int().min(1), reason: text(2_000).min(1) })
  .meta({ id: 'RuleChange' });
export type RuleChange = z.infer<typeof RuleChange>;

export const RuleSwitch = z
  .strictObject({ fromVersion: z.number().int().min(1), reason: text(2_000).min(1) })
  .meta({ id: 'RuleSwitch' });
export type RuleSwitch = z.infer<typeof RuleSwitch>;

/** A file of rules: the same shape as YAML and as JSON. */
export const RuleFile = z
  .strictObject({ pipeline: Name, rules: z.array(RuleDefinition).max(5_000) })
  .refine(({ rules }) => new Set(rules.map(({ name }) => name)).size === rules.length, {
    error: 'two rules of the file have the same name',
  })
  .meta({ id: 'RuleFile' });
export type RuleFile = z.infer<typeof RuleFile>;

/** What an import did, by name. Rules that the file does not name stay as they are. */
export const RuleImportResult = z
  .object({
    created: z.array(z.string()),
    changed: z.array(z.string()),
    unchanged: z.array(z.string()),
  })
  .meta({ id: 'RuleImportResult' });
export type RuleImportResult = z.infer<typeof RuleImportResult>;
