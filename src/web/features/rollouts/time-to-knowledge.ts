import type { Gate, Plan, Step } from '#contract/rollout-plan.ts';
import type { StageFigures } from '#contract/pipeline.ts';
import { eventsNeeded } from '#stats/sequential/rate-ratio.ts';

/** How often what a gate counts happens, of all rows. */
function eventShare({ gate }: Gate, { errorShare, nullShare }: StageFigures): number | null {
  switch (gate) {
    case 'errors':
      return errorShare;
    case 'nullOutputs':
      return nullShare;
    case 'latencyP50':
      return 0.5;
    case 'latencyP95':
      return 0.05;
    case 'latencyP99':
      return 0.01;
    case 'quality':
    case 'disagreement':
    case 'outputDrift':
    case 'inputDrift':
    case 'split':
    case 'cost':
      return null;
  }
}

/**
 * Seconds until a gate is proven at present traffic, if the candidate is as good as the stable version. Null where it
 * cannot be told from rates; infinite where such events never happen.
 */
export function secondsToKnow(step: Step, gate: Gate, figures: StageFigures): number | null {
  const { stable, candidate } = step.traffic.split;
  const isShadow = candidate === 0 && step.traffic.mirror.length > 0;
  const share = isShadow ? 0.5 : candidate / Math.max(1, stable + candidate);
  const events = eventShare(gate, figures);
  if (events === null || share <= 0 || share >= 1) return null;
  const needed = eventsNeeded({ share, ratio: 1, against: gate.margin, alpha: gate.alphaSafe });
  return needed / (events * figures.ratePerSecond * (isShadow ? 2 : 1));
}

/** Whether a step has a gate that cannot be proven in the longest time that the step may last. */
export function isBeyondProof(plan: Plan, figures: StageFigures): boolean {
  return plan.steps.some((step) =>
    step.gates.some((gate) => (secondsToKnow(step, gate, figures) ?? 0) > step.maxSoakSeconds),
  );
}
