import type { Step } from '#contract/rollout-plan.ts';
import type { Rollout } from '#contract/rollout.ts';
import { ALL_TRAFFIC, type TrafficDocument } from '#contract/traffic.ts';

/** The step whose traffic flows or is being applied; undefined before the first. */
export function stepOf({ plan, step }: Pick<Rollout, 'plan' | 'step'>): Step | undefined {
  return plan.steps[step];
}

export function nextStepOf({ plan, step }: Pick<Rollout, 'plan' | 'step'>): Step | undefined {
  return plan.steps[step + 1];
}

/** The document of a step, written after the one that is desired now. */
export function trafficOfStep({ desired, salt }: Rollout, step: Step): TrafficDocument {
  return { ...step.traffic, salt, rev: desired.rev + 1 };
}

/** Everything to the stable version: how a rollout begins, and what going back means. */
export function stableTraffic(salt: string, stickyKey: string | null, rev: number): TrafficDocument {
  return {
    rev,
    split: { stable: ALL_TRAFFIC, candidate: 0, audit: 0 },
    mirror: [],
    force: [],
    stickyKey,
    salt,
  };
}

/** Whether two documents send every request to the same place, whatever their revisions. */
export function isSameTraffic(a: TrafficDocument, b: TrafficDocument): boolean {
  return (
    a.salt === b.salt &&
    a.stickyKey === b.stickyKey &&
    a.split.stable === b.split.stable &&
    a.split.candidate === b.split.candidate &&
    a.split.audit === b.split.audit &&
    JSON.stringify(a.mirror.map(({ to, basisPoints }) => [to, basisPoints])) ===
      JSON.stringify(b.mirror.map(({ to, basisPoints }) => [to, basisPoints])) &&
    JSON.stringify(a.force.map(({ header, value, arm }) => [header, value, arm])) ===
      JSON.stringify(b.force.map(({ header, value, arm }) => [header, value, arm]))
  );
}
