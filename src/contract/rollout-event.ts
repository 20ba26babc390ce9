import { z } from 'zod';
import { RolloutPhase } from './rollout-words.ts';

/** What people do, what the controller does on evidence (`policy`), and what the reconciler sees and does (`system`). */
export const personEvents = [
  'edit',
  'submit',
  'cancel',
  'request',
  'approve',
  'reject',
  'advance',
  'pause',
  'resume',
  'rollBack',
  'proposeForce',
  'force',
  'supersede',
] as const;
export const policyEvents = [
  'start',
  'evidence',
  'gatesPass',
  'propose',
  'regressed',
  'harm',
  'mismatch',
  'blind',
  'budgetSpent',
  'soakOver',
  'bakeOver',
] as const;
export const systemEvents = [
  'create',
  'dequeue',
  'prepared',
  'prepareFailed',
  'observed',
  'observedDrift',
  'applyFailed',
  'giveUp',
  'retired',
] as const;
export const RolloutEventKind = z
  .enum([...personEvents, ...policyEvents, ...systemEvents])
  .meta({ id: 'RolloutEventKind' });
export type RolloutEventKind = z.infer<typeof RolloutEventKind>;

/** One line of a rollout's history; each holds the hash of the one before it, and none is ever changed. */
export const RolloutEvent = z
  .object({
    seq: z.number().int(),
    at: z.iso.datetime(),
    kind: RolloutEventKind,
    actor: z.string(),
    from: RolloutPhase,
    to: RolloutPhase,
    step: z.number().int(),
    candidateBasisPoints: z.number().int().describe('wanted after it'),
    withoutEvidence: z.boolean(),
    text: z.string(),
    snapshotHash: z.string().nullable(),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'RolloutEvent' });
export type RolloutEvent = z.infer<typeof RolloutEvent>;
