import type { Gate } from '#contract/rollout-plan.ts';
import { distanceRadius } from '#stats/sequential/distribution-distance.ts';
import { judged, type Judgement, remainingSeconds } from './judgement.ts';
import { lnEvidence } from './ln-evidence.ts';

/**
 * How differently two versions answer (or are asked): total variation between their counts by category or bin, at
 * any time. Worse: proven to be more than the margin; safe: proven to be less. O(k).
 *
 * @param stable rows by category; `candidate` in the same order
 */
export function judgeDistributions(
  { stable, candidate }: { stable: readonly number[]; candidate: readonly number[] },
  gate: Gate,
  seconds: number,
): Judgement {
  const [nStable, nCandidate] = [sumOf(stable), sumOf(candidate)];
  const counts = { nStable, nCandidate };
  if (nStable === 0 || nCandidate === 0) {
    const open = judged(gate, { lnHarm: 0, lnSafe: 0, isBetter: false });
    return { ...open, ...counts, effect: null, interval: null, remainingSeconds: null };
  }
  const distance =
    stable.reduce(
      (sum, count, i) => sum + Math.abs(count / nStable - (candidate[i] as number) / nCandidate),
      0,
    ) / 2;
  const categories = Math.max(2, stable.length);
  // half of α to each arm
  const radius = (ln: number) =>
    distanceRadius(nStable, categories, ln + Math.LN2) +
    distanceRadius(nCandidate, categories, ln + Math.LN2);
  const lnHarm = lnEvidence((ln) => distance - radius(ln) > gate.margin);
  const lnSafe = lnEvidence((ln) => distance + radius(ln) < gate.margin);
  const width = radius(Math.log(1 / gate.alphaSafe));
  return {
    ...judged(gate, { lnHarm, lnSafe, isBetter: false }),
    ...counts,
    effect: distance,
    interval: { lower: Math.max(0, distance - width), upper: Math.min(1, distance + width) },
    remainingSeconds: lnSafe > 0 ? remainingSeconds(lnSafe, gate.alphaSafe, seconds) : secondsToMargin(),
  };

  /** The radius shrinks with the root of the rows. */
  function secondsToMargin(): number | null {
    if (distance >= gate.margin) return null;
    return Math.round(seconds * ((width / (gate.margin - distance)) ** 2 - 1));
  }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
