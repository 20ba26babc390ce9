import type { RolloutEvent } from '#contract/rollout-event.ts';
import type { Adjudication } from '#contract/rollout-disagreement.ts';
import type { Freeze } from '#contract/rollout-freeze.ts';
import type { Rollout } from '#contract/rollout.ts';
import type { AlertChange } from './alert-store.ts';
import type { AuditEntry } from './ports.ts';
import type { Window } from './prediction-log.ts';

/** A rollout, how often it was written, and the end of its chain of events. */
export type StoredRollout = {
  rollout: Rollout;
  /** Grows with every write, of what was read, too; 0 before the first. */
  revision: number;
  /** Of its last event. */
  headHash: string;
};

/** What was decided of a rollout: the new one with the revision it was decided on, and the events that tell of it. */
export type RolloutChange = { stored: StoredRollout; events: readonly RolloutEvent[] };

/** What a command was answered, kept for a day under its key, for whoever sends it again. */
export type KeptAnswer = { actor: string; key: string; bodyHash: string; answer: unknown };

/** `slotTaken`: another rollout of the stage is live. `answered`: the key was used meanwhile. Nothing was written. */
export type RolloutOutcome = 'written' | 'outdated' | 'slotTaken' | 'answered';

export type RolloutSelection = {
  pipeline?: string | undefined;
  stage?: string | undefined;
  /** Only what has not ended. */
  isOpen?: boolean | undefined;
};

/** Rollouts, their history, and what holds them up. */
export interface RolloutStore {
  findRollout(id: string): Promise<StoredRollout | undefined>;
  /** The latest first. */
  listRollouts(selection: RolloutSelection, most: number): Promise<StoredRollout[]>;
  /** All or nothing, with its alert, the audit entry of whoever decided it and the answer to keep. */
  writeRollout(
    change: RolloutChange,
    more?: {
      alerts?: readonly AlertChange[] | undefined;
      audit?: AuditEntry | undefined;
      answer?: KeptAnswer | undefined;
    },
  ): Promise<RolloutOutcome>;
  /** Oldest first, those after a number. */
  listRolloutEvents(id: string, after: number, most: number): Promise<RolloutEvent[]>;
  /** Of all rollouts, in a window, the latest first. */
  listRolloutSteps(window: Window, most: number): Promise<{ rollout: Rollout; event: RolloutEvent }[]>;

  /** In the order in which they were judged. */
  listAdjudications(id: string): Promise<Adjudication[]>;
  /** In place of what was said of that request before. */
  putAdjudication(id: string, adjudication: Adjudication, audit: AuditEntry): Promise<void>;

  findAnswer(actor: string, key: string): Promise<KeptAnswer | undefined>;
  /** Those that were kept before. */
  forgetAnswers(beforeMs: number): Promise<void>;

  /** Those that end after that time, by start. */
  listFreezes(endAfterMs: number): Promise<Freeze[]>;
  createFreeze(freeze: Freeze, audit: AuditEntry): Promise<void>;
  /** Undefined, and no audit entry, when there is none of that id that is still in force or ahead. */
  endFreeze(which: { id: string; atMs: number }, audit: AuditEntry): Promise<Freeze | undefined>;

  /**
   * Takes or keeps a lease by the store's own clock. The number grows whenever it changes hands, so that a write of an
   * earlier holder is known by it; undefined while somebody else holds it.
   */
  takeLease(name: string, holder: string, leaseMs: number): Promise<number | undefined>;
}
