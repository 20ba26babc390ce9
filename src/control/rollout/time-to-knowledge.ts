import type { Gate, Step } from '#contract/rollout-plan.ts';
import type { StageFigures } from '#contract/pipeline.ts';
import { eventsNeeded } from '#stats/sequential/rate-ratio.ts';

/** What a stage gets at present. */
export type PresentTraffic = Pick<StageFigures, 'rows' | 'ratePerSecond' | 'errorShare' | 'nullShare'>;

/** How often what a gate counts happens, of all rows; null where rates do not tell. */
export function eventShare({ gate }: Pick<Gate, 'gate'>, traffic: PresentTraffic): number | null {
  switch (gate) {
    case 'errors':
      return traffic.errorShare;
    case 'nullOutputs':
      return traffic.nullShare;
    case 'latencyP50':
      return 0.5;
    case 'latencyP95':
      return 0.05;
    case 'latencyP99':
      return 0.01;
    case 'quality':
    case 'disagreement':
    case 'adjudication':
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
export function secondsToKnow(
  step: Pick<Step, 'traffic'>,
  gate: Pick<Gate, 'gate' | 'margin' | 'alphaSafe'>,
  traffic: PresentTraffic,
): number | null {
  const { stable, candidate } = step.traffic.split;
  const isCopied = (to: 'stable' | 'candidate') => step.traffic.mirror.some((one) => one.to === to);
  const isShadow = (candidate === 0 && isCopied('candidate')) || (stable === 0 && isCopied('stable'));
  const share = isShadow ? 0.5 : candidate / Math.max(1, stable + candidate);
  const events = eventShare(gate, traffic);
  if (events === null || share <= 0 || share >= 1) return null;
  const needed = eventsNeeded({ share, ratio: 1, against: gate.margin, alpha: gate.alphaSafe });
  return needed / (events * traffic.ratePerSecond * (isShadow ? 2 : 1));
}

/** Requests that the candidate answers to users until the slowest gate of a step is proven; null where it cannot be told. */
export function exposedRequests(step: Step, traffic: PresentTraffic): number | null {
  const seconds = step.gates.map((gate) => secondsToKnow(step, gate, traffic));
  const slowest = Math.max(step.minSoakSeconds, ...seconds.map((one) => one ?? 0));
  if (!Number.isFinite(slowest)) return null;
  const { stable, candidate, audit } = step.traffic.split;
  return Math.round((candidate / (stable + candidate + audit)) * traffic.ratePerSecond * slowest);
}
