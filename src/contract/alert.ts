import { z } from 'zod';
import { AlertTab, Severity } from './alert-words.ts';

/** What the measured values say; moved by values and by a person who resolves, never by missing data. */
export const AlertCondition = z
  .enum(['ok', 'pending', 'firing', 'recovering'])
  .meta({ id: 'AlertCondition' });
export type AlertCondition = z.infer<typeof AlertCondition>;

/** Whether the rule could see anything at its last evaluation. */
export const AlertSight = z.enum(['seeing', 'noData', 'error']).meta({ id: 'AlertSight' });
export type AlertSight = z.infer<typeof AlertSight>;

/** What people do about the episode. */
export const AlertHandling = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({
      kind: z.literal('acknowledged'),
      by: z.string(),
      at: z.iso.datetime(),
      until: z.iso.datetime().describe('the end of the lease: an open alert pages again'),
      severity: Severity.describe('a higher one voids the acknowledgement'),
    }),
    z.object({
      kind: z.literal('snoozed'),
      by: z.string(),
      at: z.iso.datetime(),
      until: z.iso.datetime(),
      severity: Severity.describe('a higher one ends the snooze'),
      reason: z.string().optional(),
    }),
  ])
  .meta({ id: 'AlertHandling' });
export type AlertHandling = z.infer<typeof AlertHandling>;

/** Why no message leaves although the alert fires. */
export const AlertMute = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('silence'),
      silenceId: z.string(),
      by: z.string(),
      reason: z.string(),
      until: z.iso.datetime(),
    }),
    z.object({
      kind: z.literal('upstream'),
      alertId: z.string().describe('the open alert of an upstream stage that this one echoes'),
      stage: z.string(),
    }),
  ])
  .meta({ id: 'AlertMute' });
export type AlertMute = z.infer<typeof AlertMute>;

export const alertBadges = [
  'normal',
  'pending',
  'firing',
  'recovering',
  'acknowledged',
  'snoozed',
  'silenced',
  'suppressed',
  'resolved',
] as const;
/** One word for an alert, derived from condition, handling and mute. */
export const AlertBadge = z.enum(alertBadges).meta({ id: 'AlertBadge' });
export type AlertBadge = z.infer<typeof AlertBadge>;

export const alertEnds = ['data', 'person', 'ruleEdited', 'rulePaused', 'ruleDeleted'] as const;
export const AlertEnd = z.enum(alertEnds).meta({ id: 'AlertEnd' });
export type AlertEnd = z.infer<typeof AlertEnd>;

export const AlertVerdict = z.enum(['real', 'noise']).meta({ id: 'AlertVerdict' });
export type AlertVerdict = z.infer<typeof AlertVerdict>;

/** What an alert is about, and the rule as it was at the last evaluation. */
export const AlertSubject = z
  .object({
    kind: z
      .enum(['rule', 'blind', 'external', 'rollout'])
      .describe(
        'blind: the rule sees no data, or fails; external: another system decides it; rollout: one moved by itself, or cannot',
      ),
    source: z
      .object({
        name: z.string(),
        summary: z.string().optional(),
        url: z.string().optional(),
      })
      .optional()
      .describe(
        'of an alert that no rule decides: another system does, or a rollout, whose id stands as that of the rule',
      ),
    rule: z.object({
      id: z.string(),
      name: z.string(),
      version: z.number().int(),
      thresholds: z.object({ warning: z.number().optional(), critical: z.number().optional() }),
      runbook: z.string().optional(),
      owner: z.string().optional(),
    }),
    pipeline: z.string(),
    stage: z.string().optional().describe('left out where it concerns the whole pipeline'),
    metric: z.string().optional(),
    version: z.string().optional(),
    segment: z.string().optional(),
    labels: z.record(z.string(), z.string()),
  })
  .meta({ id: 'AlertSubject' });
export type AlertSubject = z.infer<typeof AlertSubject>;

/** One rule × label set. From its first firing to its end it is one episode; everything a person does names it. */
export const Alert = AlertSubject.extend({
  id: z.string(),
  revision: z.number().int(),
  badge: AlertBadge,
  condition: AlertCondition,
  sight: AlertSight,
  handling: AlertHandling,
  mute: AlertMute.nullable(),
  severity: Severity.nullable().describe('of the episode, or of the breach that is pending'),
  episode: z.number().int().describe('0: has never fired'),
  isFlapping: z.boolean(),
  assignee: z.string().nullable(),
  value: z.number().nullable().describe('the last one seen'),
  n: z.number().int().nullable().describe('rows behind the value'),
  reason: z.string().nullable().describe('why the rule sees nothing'),
  firedAt: z.iso.datetime().nullable().describe('start of the latest episode'),
  endedAt: z.iso.datetime().nullable(),
  endedBy: AlertEnd.nullable(),
  evaluatedAt: z.iso.datetime().nullable(),
  verdict: z
    .object({ verdict: AlertVerdict, by: z.string(), at: z.iso.datetime() })
    .nullable()
    .describe('what a person said of the latest episode after its end'),
  root: z
    .object({ stage: z.string().nullable(), alertId: z.string() })
    .describe('where the trouble of this alert begins: itself, or the upstream alert that it echoes'),
}).meta({ id: 'Alert' });
export type Alert = z.infer<typeof Alert>;

export const AlertList = z
  .object({
    asOf: z.iso.datetime(),
    counts: z
      .record(AlertTab, z.number().int())
      .describe('by tab, with all other filters; resolved: ended in the last 24 h'),
    items: z
      .array(Alert)
      .describe('critical first, then the longest open; resolved ones: the latest end first'),
  })
  .meta({ id: 'AlertList' });
export type AlertList = z.infer<typeof AlertList>;
