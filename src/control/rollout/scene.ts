import type { PersonRole } from '#contract/person-role.ts';
import type { RolloutCommand } from '#contract/rollout-command.ts';
import type { Evidence } from '#contract/rollout-evidence.ts';
import type { ConfiguredTraffic, Rollout } from '#contract/rollout.ts';
import type { TrafficCapabilities } from '#contract/traffic-capabilities.ts';
import type { PresentTraffic } from './time-to-knowledge.ts';

/** `policy`: the controller, on evidence; `system`: the reconciler, on what it reads back. */
export type Mover = PersonRole | 'policy' | 'system';
export type Who = { id: string; role: Mover };

/** What a decision rests on beside the rollout itself. */
export type Scene = {
  nowMs: number;
  /** In force for the slot. */
  freeze: { reason: string; by: string; until: string } | null;
  /** Another rollout that holds the slot. */
  holder: string | null;
  /** Rollouts that wait for the slot. */
  queued: readonly { id: string; author: string }[];
  /** Null where no adapter moves the traffic of the slot. */
  capabilities: TrafficCapabilities | null;
  /** What the stage gets at present; null where nobody has to know, or the log has nothing of it. */
  traffic: PresentTraffic | null;
};

type PolicyEvent =
  | {
      type:
        | 'start'
        | 'propose'
        | 'regressed'
        | 'harm'
        | 'mismatch'
        | 'blind'
        | 'budgetSpent'
        | 'soakOver'
        | 'bakeOver';
    }
  | { type: 'evidence'; evidence: Evidence }
  | { type: 'gatesPass'; hash: string };

type SystemEvent =
  | { type: 'dequeue' | 'prepared' | 'giveUp' | 'retired' }
  | { type: 'prepareFailed'; text: string }
  | { type: 'observed'; configured: ConfiguredTraffic }
  | { type: 'observedDrift'; configured: ConfiguredTraffic }
  | { type: 'applyFailed'; error: string };

/** Whatever may happen to a rollout. */
export type RolloutInput = RolloutCommand | PolicyEvent | SystemEvent;
export type InputOf<Kind extends RolloutInput['type']> = Extract<RolloutInput, { type: Kind }>;

/** What a guard is asked. */
export type Question = { rollout: Rollout; input: RolloutInput; who: Who; scene: Scene };
