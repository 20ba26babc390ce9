import type { Gate } from '#contract/rollout-plan.ts';
import { rateRatio, type RateRatioState } from '#stats/sequential/rate-ratio.ts';
import { finiteOrNull, judged, type Judgement, remainingSeconds } from './judgement.ts';
import type { ArmSlice } from './rates.ts';

/**
 * One quantile of the latency, by how many rows exceed it; `frozen` is the stable version's quantile from before the
 * rollout. Harm: more of the candidate's rows exceed it. Safe: the candidate's quantile is below `margin` times it,
 * because fewer of its rows exceed that than of the stable version's exceed the quantile itself. O(slices).
 *
 * @param beyond rows above `frozen`, by slice
 * @param beyondMargin of the stable version rows above `frozen`, of the candidate above `margin` times it
 * @param effect the candidate's quantile as a multiple of the stable version's in the same time
 */
export function judgeLatency(
  { beyond, beyondMargin }: { beyond: readonly ArmSlice[]; beyondMargin: readonly ArmSlice[] },
  gate: Gate,
  { effect, seconds }: { effect: number; seconds: number },
): Judgement {
  const equal = stateAfter(beyond);
  const { lnSafeGreatest } = stateAfter(beyondMargin);
  const isBetter = effect < 1 && equal.lnSafeGreatest >= Math.log(1 / gate.alphaSafe);
  return {
    ...judged(gate, { lnHarm: equal.lnHarmGreatest, lnSafe: lnSafeGreatest, isBetter }),
    effect: finiteOrNull(effect),
    interval: null,
    nStable: equal.baseline.rows,
    nCandidate: equal.candidate.rows,
    remainingSeconds: remainingSeconds(lnSafeGreatest, gate.alphaSafe, seconds),
  };
}

/** Evidence for more events of the candidate, and with a margin of 1 for fewer. */
function stateAfter(slices: readonly ArmSlice[]): RateRatioState {
  const watch = rateRatio({ margin: 1 });
  let state = watch.start();
  for (const { stable, candidate } of slices) state = watch.next(state, candidate, stable);
  return state;
}
