import type { Step } from '#contract/rollout-plan.ts';
import type { ReplayLog, ReplayedGate } from '#contract/replay-log.ts';
import type { GateId } from '#contract/rollout-words.ts';

/** Plans of rollouts on a log that is there already. */
export interface ReplayTasks {
  replayPlan: { input: ReplayPlanInput; output: StepReplay[] };
}

export type ReplayPlanInput = {
  log: ReplayLog;
  steps: Step[];
  /** Of the stable version against itself, for each step. */
  replays: number;
  /** With harm, for each gate of a step. */
  harmedReplays: number;
  /** How many times as often the candidate's requests fail. */
  factor: number;
  seed: number;
};

/** Of a step that compares two versions. */
export type StepReplay = {
  step: number;
  replays: number;
  /** Replays of the stable version against itself in which some gate alarmed. */
  falseAlarms: number;
  gates: GateCatch[];
  /** Gates that counts by the minute do not tell. */
  notReplayed: GateId[];
};

/** Medians over the replays that were caught; null where none was. */
export type GateCatch = {
  gate: ReplayedGate;
  replays: number;
  caught: number;
  minutes: number | null;
  candidateRows: number | null;
};
