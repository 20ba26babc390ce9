import type { LogArm, StageSelection } from '#api/prediction-log.ts';
import type { Step } from '#contract/rollout-plan.ts';
import type { Rollout } from '#contract/rollout.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';

/** What the gateway records of how a request was routed. */
export const routeMetrics = { by: 'input.route.by', bucket: 'input.route.bucket' } as const;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BASELINE_MS = 7 * DAY_MS;

/** The two sides of a step, and the time in which they are compared. */
export interface Comparison {
  pipeline: string;
  stage: string;
  step: Step;
  stable: LogArm;
  candidate: LogArm;
  fromMs: number;
  toMs: number;
  /** Before the rollout: what its thresholds are frozen at. */
  baseline: StageSelection;
  /** Configured for the candidate, of the requests to both. */
  share: number;
}

/**
 * From the first whole minute after the traffic of the step was read back, because the log counts by minutes; undefined
 * before that. An arm that gets copies only answers as shadow, after the switch the stable version too.
 */
export function comparisonOf(rollout: Rollout, nowMs: number): Comparison | undefined {
  const { pipeline, stage, soak, plan } = rollout;
  const step = plan.steps[rollout.step];
  if (!step || soak.startedAt === null) return undefined;
  const { split, mirror } = step.traffic;
  const roleOf = (arm: 'stable' | 'candidate') =>
    split[arm] === 0 && mirror.some(({ to }) => to === arm) ? 'shadow' : 'live';
  const startMs = Date.parse(rollout.createdAt);
  const fromMs = Math.ceil(Date.parse(soak.startedAt) / MINUTE_MS) * MINUTE_MS;
  if (nowMs <= fromMs) return undefined;
  return {
    pipeline,
    stage,
    step,
    stable: { version: rollout.stable.version, role: roleOf('stable') },
    candidate: { version: rollout.candidate.version, role: roleOf('candidate') },
    fromMs,
    toMs: nowMs,
    baseline: {
      pipeline,
      stage,
      version: rollout.stable.version,
      role: 'live',
      fromMs: startMs - BASELINE_MS,
      toMs: startMs,
    },
    share: split.candidate / Math.min(ALL_TRAFFIC, split.stable + split.candidate),
  };
}

/** The stable version against itself, where it answers requests and gets copies of them, too. */
export function noiseArms({ step, stable }: Comparison): { stable: LogArm; candidate: LogArm } | undefined {
  const isCopied = step.traffic.mirror.some(({ to }) => to === 'stable');
  if (!isCopied || stable.role === 'shadow') return undefined;
  return { stable, candidate: { ...stable, role: 'shadow' } };
}

export function selectionOf(
  { pipeline, stage, fromMs, toMs, stable, candidate }: Comparison,
  arm: 'stable' | 'candidate',
): StageSelection {
  return { pipeline, stage, fromMs, toMs, ...(arm === 'stable' ? stable : candidate) };
}

export function secondsOf({ fromMs, toMs }: Comparison): number {
  return Math.max(1, (toMs - fromMs) / 1000);
}
