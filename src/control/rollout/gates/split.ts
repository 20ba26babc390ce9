import type { Gate } from '#contract/rollout-plan.ts';
import { shareSequence } from '#stats/sequential/share-sequence.ts';
import { splitMismatch } from '#stats/sequential/split-mismatch.ts';
import { closedInterval, judged, type Judgement, remainingSeconds } from './judgement.ts';

/**
 * Is traffic split as configured (sample ratio mismatch)? Counts units of the split, never requests of a sticky key.
 * Worse: it is not, so no comparison can be trusted. Safe: the measured share is within `margin` of the configured
 * one. O(1).
 *
 * @param candidate units of the candidate
 * @param n units of both versions
 * @param share configured for the candidate, of the two
 */
export function judgeSplit(
  { candidate, n, share }: { candidate: number; n: number; share: number },
  gate: Gate,
  seconds: number,
): Judgement {
  const counts = { nStable: n - candidate, nCandidate: candidate };
  if (n === 0 || share <= 0 || share >= 1) {
    // all or nothing: there is no ratio to miss, and a unit on the wrong side shows as such
    const isWrong = n > 0 && candidate !== Math.round(share) * n;
    const lnHarm = isWrong ? Math.log(1 / gate.alphaHarm) : 0;
    const lnSafe = n > 0 && !isWrong ? Math.log(1 / gate.alphaSafe) : 0;
    const verdict = judged(gate, { lnHarm, lnSafe, isBetter: false });
    return {
      ...verdict,
      ...counts,
      effect: n > 0 ? candidate / n - share : null,
      interval: null,
      remainingSeconds: null,
    };
  }
  const bounds = shareSequence(candidate, n, { alpha: gate.alphaSafe, decisionRows: n });
  const [lower, upper] =
    bounds.status === 'ok' ? [bounds.lower - share, bounds.upper - share] : [-share, 1 - share];
  const isWithin = lower > -gate.margin && upper < gate.margin;
  return {
    ...judged(gate, {
      lnHarm: Math.max(0, splitMismatch(candidate, n, share).lnE),
      lnSafe: isWithin ? Math.log(1 / gate.alphaSafe) : 0,
      isBetter: false,
    }),
    ...counts,
    effect: candidate / n - share,
    interval: closedInterval(lower, upper),
    remainingSeconds: isWithin ? 0 : remainingSeconds(0, gate.alphaSafe, seconds),
  };
}
