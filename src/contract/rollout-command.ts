import { z } from 'zod';
import { Rollout, RolloutVersion } from './rollout.ts';
import { RolloutEvent } from './rollout-event.ts';
import { Plan } from './rollout-plan.ts';

const words = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .refine((text) => !text.includes('\0'), { error: 'a text must not contain NUL' });
const maybeWords = words.optional();
const hash = z.string().max(200).describe('of the snapshot that was on the screen');

/** What people do with a rollout. */
export const RolloutCommand = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('edit'),
      candidate: RolloutVersion.optional(),
      stable: RolloutVersion.optional(),
      plan: Plan.optional(),
    }),
    z.object({ type: z.literal('submit') }),
    z.object({ type: z.literal('cancel'), reason: maybeWords }),
    z.object({
      type: z.literal('request'),
      reason: words,
      snapshotHash: hash,
    }),
    z.object({
      type: z.literal('approve'),
      reason: words,
      subject: z.string().max(200).describe('the hash of the snapshot; before the start that of the plan'),
      holdsAt: z.iso
        .datetime({ offset: true })
        .optional()
        .describe('a yes that counts from then, if the evidence has held without a break'),
    }),
    z.object({ type: z.literal('reject'), reason: words }),
    z.object({ type: z.literal('advance'), snapshotHash: hash }),
    z.object({ type: z.literal('pause'), reason: words }),
    z.object({
      type: z.literal('resume'),
      drift: z
        .enum(['adopt', 'reassert'])
        .optional()
        .describe('what others wrote: take it as ours, or write ours again'),
      reason: maybeWords,
    }),
    z.object({
      type: z.literal('rollBack'),
      reason: maybeWords,
      breakGlass: z.boolean().default(false).describe('by whoever is there, whatever their role'),
    }),
    z.object({ type: z.literal('proposeForce'), reason: words }),
    z.object({ type: z.literal('force'), reason: words }),
    z.object({ type: z.literal('supersede'), by: z.string().max(200), reason: maybeWords }),
  ])
  .meta({ id: 'RolloutCommand' });
export type RolloutCommand = z.infer<typeof RolloutCommand>;

/** Whether somebody may do something now; if not, what is in the way and what would open it. */
export const RolloutMove = z
  .object({
    command: z.string(),
    isAllowed: z.boolean(),
    obstacles: z.array(z.object({ guard: z.string(), text: z.string() })),
  })
  .meta({ id: 'RolloutMove' });
export type RolloutMove = z.infer<typeof RolloutMove>;

/** Why a command was refused, what the rollout is now, and what happened since it was looked at. */
export const RolloutConflict = z
  .object({
    refusal: z.string(),
    text: z.string(),
    rollout: Rollout,
    since: z.array(RolloutEvent),
  })
  .meta({ id: 'RolloutConflict' });
export type RolloutConflict = z.infer<typeof RolloutConflict>;
