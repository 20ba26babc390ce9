import type { Gate } from '#contract/rollout-plan.ts';
import {
  type ArmCounts,
  eventsNeeded,
  rateRatio,
  type RateRatioEvidence,
} from '#stats/sequential/rate-ratio.ts';
import { closedInterval, finiteOrNull, judged, type Judgement } from './judgement.ts';

/** Rows and events of both versions in the same slice of time. */
export type ArmSlice = { stable: ArmCounts; candidate: ArmCounts };

/**
 * Errors, null outputs: the ratio of the versions' rates, by whom each event belongs to, so that what hits both
 * alike (an incident, the time of day) counts for nothing. O(slices).
 *
 * @param slices in order of time
 * @param seconds that they cover
 */
export function judgeRates(slices: readonly ArmSlice[], gate: Gate, seconds: number): Judgement {
  const { margin, alphaHarm, alphaSafe } = gate;
  const { lnHarm, lnSafe, ratio, lower, upper, total } = evidenceOf(slices, margin, alphaHarm);
  return {
    ...judged(gate, { lnHarm, lnSafe, isBetter: upper < 1 }),
    effect: finiteOrNull(ratio),
    interval: closedInterval(lower, upper),
    nStable: total.stable.rows,
    nCandidate: total.candidate.rows,
    remainingSeconds: secondsToProof({ total, lnSafe, margin, alpha: alphaSafe, seconds }),
  };
}

/** Predictions that the candidate harmed, at the upper end of what is known: beyond what the stable version would have. */
export function harmedUpper(slices: readonly ArmSlice[], gate: Gate): number {
  const { upper, total } = evidenceOf(slices, gate.margin, gate.alphaHarm);
  const { stable, candidate } = total;
  if (candidate.rows === 0) return 0;
  const stableRate = stable.rows > 0 ? stable.events / stable.rows : 0;
  const rate = Math.min(1, Number.isFinite(upper) ? stableRate * upper : 1);
  // where nothing has been compared yet, what was seen is all that can be said
  const lost = Math.max(candidate.events, candidate.rows * rate) - candidate.rows * stableRate;
  return Math.max(0, stable.rows === 0 ? candidate.events : lost);
}

type Total = { stable: ArmCounts; candidate: ArmCounts };

function evidenceOf(
  slices: readonly ArmSlice[],
  margin: number,
  alpha: number,
): RateRatioEvidence & { total: Total } {
  const watch = rateRatio({ margin, alpha });
  let state = watch.start();
  for (const { stable, candidate } of slices) state = watch.next(state, candidate, stable);
  const { lnHarmGreatest, lnSafeGreatest } = state;
  return {
    ...watch.evidence(state),
    // of a test that may be looked at at any time, the largest value so far counts
    lnHarm: lnHarmGreatest,
    lnSafe: lnSafeGreatest,
    total: { stable: state.baseline, candidate: state.candidate },
  };
}

/** By the events that are still needed if the versions are equal, at the present number of events; null without any. */
export function secondsToProof({
  total,
  lnSafe,
  margin,
  alpha,
  seconds,
}: {
  total: Total;
  lnSafe: number;
  margin: number;
  alpha: number;
  seconds: number;
}): number | null {
  const { stable, candidate } = total;
  const wanted = Math.log(1 / alpha);
  if (lnSafe >= wanted) return 0;
  const events = stable.events + candidate.events;
  const rows = stable.rows + candidate.rows;
  if (events === 0 || candidate.rows === 0 || stable.rows === 0) return null;
  const needed = eventsNeeded({ share: candidate.rows / rows, ratio: 1, against: margin, alpha });
  const missing = needed * (1 - Math.max(0, lnSafe) / wanted);
  return Math.round((missing * seconds) / events);
}
