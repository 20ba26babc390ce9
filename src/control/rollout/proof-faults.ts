import type { Gate, Plan, Step } from '#contract/rollout-plan.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { lengthText } from './length-text.ts';
import { type PresentTraffic, secondsToKnow } from './time-to-knowledge.ts';

const largerShares = [500, 1_000, 2_500, 5_000];
const widerMargins = [1.1, 1.25, 1.5, 2, 3];
/** Where something was never seen, it may still happen in so many of the rows: the rule of three. */
const UNSEEN_EVENTS = 3;

/**
 * Gates that cannot be proven in the longest time of their step, even if what they count happens as often as the rows
 * allow; each with what would do. Empty where the plan can be proven, or too little is known to say that it cannot.
 */
export function proofFaults({ steps }: Pick<Plan, 'steps'>, traffic: PresentTraffic): string[] {
  if (traffic.rows === 0) return [];
  const most = atMost(traffic);
  return steps.flatMap((step, i) =>
    step.gates
      .filter((gate) => isTooLong(step, gate, most))
      .map((gate) => {
        const seconds = secondsToKnow(step, gate, traffic) ?? Number.POSITIVE_INFINITY;
        const takes = Number.isFinite(seconds)
          ? `takes about ${lengthText(seconds)} to prove at present traffic`
          : 'is never proven at present traffic, because it does not happen';
        return `step ${i + 1} (${step.kind}): ${gate.gate} ${takes}, and the step lasts ${lengthText(step.maxSoakSeconds)} at most; ${remedy(step, gate, most)}`;
      }),
  );
}

function isTooLong(step: Step, gate: Gate, traffic: PresentTraffic): boolean {
  return (secondsToKnow(step, gate, traffic) ?? 0) > step.maxSoakSeconds;
}

function remedy(step: Step, gate: Gate, traffic: PresentTraffic): string {
  const { candidate } = step.traffic.split;
  const share = largerShares.find(
    (one) => candidate > 0 && one > candidate && !isTooLong(withShare(step, one), gate, traffic),
  );
  const margin = widerMargins.find(
    (one) => one > gate.margin && !isTooLong(step, { ...gate, margin: one }, traffic),
  );
  const ways = [
    ...(share === undefined ? [] : [`a share of ${share / 100} %`]),
    ...(margin === undefined ? [] : [`a margin of ${margin}`]),
  ];
  return ways.length > 0
    ? `${ways.join(' or ')} would do`
    : 'no share and no margin would do: take the gate out';
}

function withShare(step: Step, candidate: number): Step {
  const split = { stable: ALL_TRAFFIC - candidate, candidate, audit: 0 };
  return { ...step, traffic: { ...step.traffic, split } };
}

function atMost(traffic: PresentTraffic): PresentTraffic {
  const raised = (share: number | null) =>
    share === null ? null : Math.min(1, share + UNSEEN_EVENTS / traffic.rows);
  return { ...traffic, errorShare: raised(traffic.errorShare), nullShare: raised(traffic.nullShare) };
}
