import { z } from 'zod';
import { AlertCondition, AlertEnd, AlertVerdict } from './alert.ts';
import { Severity } from './alert-words.ts';

/** What moved by a value or by the clock. */
export const machineMoves = [
  'pending',
  'calm',
  'fire',
  'upgrade',
  'downgrade',
  'recovering',
  'relapse',
  'resolve',
  'noData',
  'error',
  'seeing',
  'muted',
  'unmuted',
  'acknowledgementExpired',
  'snoozeEnded',
  'escalate',
] as const;
/** What a person did. */
export const personMoves = [
  'acknowledge',
  'unacknowledge',
  'snooze',
  'assign',
  'note',
  'resolveByHand',
  'feedback',
] as const;
export const AlertMove = z.enum([...machineMoves, ...personMoves]).meta({ id: 'AlertMove' });
export type AlertMove = z.infer<typeof AlertMove>;

/** One line of an alert's history: never changed, never deleted. */
export const AlertTransition = z
  .object({
    move: AlertMove,
    episode: z.number().int(),
    at: z.iso.datetime(),
    slot: z.number().int().nullable().describe('of the evaluation; null for what a person or the clock did'),
    from: AlertCondition,
    to: AlertCondition,
    severity: Severity.nullable(),
    value: z.number().nullable(),
    n: z.number().int().nullable(),
    ruleVersion: z.number().int().describe('the version of the rule that decided it'),
    actor: z.string().optional(),
    text: z.string().optional().describe('a note, a reason, the assignee, or why there were no data'),
    until: z.iso.datetime().optional().describe('of an acknowledgement or snooze'),
    endedBy: AlertEnd.optional(),
    verdict: AlertVerdict.optional(),
  })
  .meta({ id: 'AlertTransition' });
export type AlertTransition = z.infer<typeof AlertTransition>;

/** From an alert's first firing to its end. */
export const AlertEpisode = z
  .object({
    alertId: z.string(),
    episode: z.number().int(),
    from: z.iso.datetime(),
    to: z.iso.datetime().nullable().describe('null while it is open'),
    severity: Severity.describe('the highest it reached'),
    endedBy: AlertEnd.nullable(),
    verdict: AlertVerdict.nullable(),
  })
  .meta({ id: 'AlertEpisode' });
export type AlertEpisode = z.infer<typeof AlertEpisode>;
