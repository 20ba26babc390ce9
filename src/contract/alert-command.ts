import { z } from 'zod';
import { Alert, AlertVerdict } from './alert.ts';

const instant = z.iso.datetime({ offset: true });
const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !text.includes('\0'), { error: 'a text must not contain NUL' });
/** A command on another episode than the current one is refused: the person looked at something else. */
const episode = z.number().int().min(1);

export const Acknowledge = z
  .object({
    episode,
    takeOver: z.boolean().default(false).describe('also when somebody else has acknowledged it'),
  })
  .meta({ id: 'Acknowledge' });
export const Unacknowledge = z
  .object({ episode })
  .describe('ends an acknowledgement or a snooze; an open alert pages again')
  .meta({ id: 'Unacknowledge' });
export const Assign = z
  .object({ episode, assignee: words(200).nullable().describe('null: nobody') })
  .meta({ id: 'Assign' });
export const Snooze = z
  .object({
    episode,
    until: instant
      .optional()
      .describe('at most 24 h ahead when critical, 7 days when warning, which is the default'),
    reason: words(2_000).optional(),
  })
  .describe('hides the alert until then, or until its severity rises')
  .meta({ id: 'Snooze' });
export const ResolveByHand = z
  .object({ episode, note: words(2_000) })
  .describe('ends the episode; a breach that is still there starts a new one')
  .meta({ id: 'ResolveByHand' });
export const WriteNote = z.object({ episode, text: words(2_000) }).meta({ id: 'WriteNote' });
export const GiveFeedback = z
  .object({ episode, verdict: AlertVerdict })
  .describe('once the episode has ended; feeds rehearsals and noise scores')
  .meta({ id: 'GiveFeedback' });

/** One command by its name, as bulk actions send it. */
export const AlertCommand = z
  .discriminatedUnion('type', [
    Acknowledge.omit({ episode: true }).extend({ type: z.literal('acknowledge') }),
    Unacknowledge.omit({ episode: true }).extend({ type: z.literal('unacknowledge') }),
    Assign.omit({ episode: true }).extend({ type: z.literal('assign') }),
    Snooze.omit({ episode: true }).extend({ type: z.literal('snooze') }),
    ResolveByHand.omit({ episode: true }).extend({ type: z.literal('resolve') }),
    WriteNote.omit({ episode: true }).extend({ type: z.literal('note') }),
    GiveFeedback.omit({ episode: true }).extend({ type: z.literal('feedback') }),
  ])
  .meta({ id: 'AlertCommand' });
export type AlertCommand = z.infer<typeof AlertCommand>;

export const alertRefusals = [
  'otherEpisode',
  'notOpen',
  'stillOpen',
  'acknowledgedByOther',
  'tooLong',
  'inThePast',
] as const;
export const AlertRefusal = z.enum(alertRefusals).meta({ id: 'AlertRefusal' });
export type AlertRefusal = z.infer<typeof AlertRefusal>;

/** Why a command was refused, and what the alert is now. */
export const AlertConflict = z
  .object({
    refusal: AlertRefusal,
    by: z.string().optional().describe('who was first'),
    at: z.iso.datetime().optional(),
    alert: Alert,
  })
  .meta({ id: 'AlertConflict' });
export type AlertConflict = z.infer<typeof AlertConflict>;

export const BulkCommand = z
  .object({
    command: AlertCommand,
    targets: z
      .array(z.object({ id: z.string().max(200), episode }))
      .min(1)
      .max(500),
  })
  .meta({ id: 'BulkCommand' });
export type BulkCommand = z.infer<typeof BulkCommand>;

export const BulkAnswer = z
  .object({
    items: z
      .array(
        z.discriminatedUnion('outcome', [
          z.object({ id: z.string(), outcome: z.literal('done'), alert: Alert }),
          z.object({ id: z.string(), outcome: z.literal('refused'), detail: z.string() }),
        ]),
      )
      .describe('in the order of the targets'),
  })
  .meta({ id: 'BulkAnswer' });
export type BulkAnswer = z.infer<typeof BulkAnswer>;
