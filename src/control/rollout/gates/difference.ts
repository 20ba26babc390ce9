import type { Gate } from '#contract/rollout-plan.ts';
import { asymptoticSequence } from '#stats/sequential/asymptotic-sequence.ts';
import { closedInterval, finiteOrNull, judged, type Judgement, remainingSeconds } from './judgement.ts';
import { lnEvidence } from './ln-evidence.ts';

/** The mean of one version's units, with the variance of the units. */
export type ArmMean = { n: number; mean: number; variance: number };

/** Below this many units of an arm nothing is said: the interval is an asymptotic one. */
const LEAST_UNITS = 50;
/** The sequence is defined below α = 1 only. */
const FIRST_LN = Math.log(1 / 0.3);

/**
 * A loss that grows the worse a version is: error share, cost. The difference of the versions' means, with every user
 * (or minute, for resources) as one unit, by an asymptotic confidence sequence. O(1).
 *
 * @param isRelative the margin and the effect are shares of the stable version's mean
 */
export function judgeDifference(
  { stable, candidate }: { stable: ArmMean; candidate: ArmMean },
  gate: Gate,
  { isRelative, seconds }: { isRelative: boolean; seconds: number },
): Judgement {
  const counts = { nStable: stable.n, nCandidate: candidate.n };
  const scale = isRelative ? stable.mean : 1;
  const value = (candidate.mean - stable.mean) / scale;
  const standardError = Math.sqrt(stable.variance / stable.n + candidate.variance / candidate.n) / scale;
  const isKnown = Math.min(stable.n, candidate.n) >= LEAST_UNITS && standardError > 0 && scale > 0;
  if (!isKnown) {
    const open = judged(gate, { lnHarm: 0, lnSafe: 0, isBetter: false });
    return { ...open, ...counts, effect: finiteOrNull(value), interval: null, remainingSeconds: null };
  }
  const n = stable.n + candidate.n;
  // the smaller arm decides how much is known
  const decisionRows = Math.max(n, 4 * LEAST_UNITS);
  const boundsAt = (alpha: number) => asymptoticSequence(value, standardError, n, { alpha, decisionRows });
  const lnHarm = lnEvidence((ln) => boundsAt(Math.exp(-ln)).lower > 0, FIRST_LN);
  const lnSafe = lnEvidence((ln) => boundsAt(Math.exp(-ln)).upper < gate.margin, FIRST_LN);
  const { lower, upper } = boundsAt(gate.alphaSafe);
  return {
    ...judged(gate, { lnHarm, lnSafe, isBetter: upper < 0 }),
    ...counts,
    effect: value,
    interval: closedInterval(lower, upper),
    remainingSeconds: remainingSeconds(lnSafe, gate.alphaSafe, seconds),
  };
}
