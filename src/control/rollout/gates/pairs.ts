import type { Gate } from '#contract/rollout-plan.ts';
import { concentrationFor, logBetaBinomialMixture } from '#stats/sequential/beta-binomial-mixture.ts';
import { shareSequence } from '#stats/sequential/share-sequence.ts';
import { closedInterval, judged, type Judgement, remainingSeconds } from './judgement.ts';

/** Where the mixture is tightest. */
const DECISION_PAIRS = 10_000;

/**
 * How often a copy is answered differently from the request itself: the share of disagreeing pairs against the most
 * that is allowed, by the beta-binomial mixture. O(1).
 *
 * @param disagreeing pairs whose two answers differ
 * @param n pairs
 */
export function judgeDisagreement(
  { disagreeing, n }: { disagreeing: number; n: number },
  gate: Gate,
  seconds: number,
): Judgement {
  const share = disagreeing / n;
  const lnE =
    n === 0
      ? 0
      : logBetaBinomialMixture(disagreeing, n, gate.margin, concentrationFor(DECISION_PAIRS, gate.alphaSafe));
  const lnHarm = n > 0 && share > gate.margin ? lnE : 0;
  const lnSafe = n > 0 && share < gate.margin ? lnE : 0;
  const bounds = shareSequence(disagreeing, n, { alpha: gate.alphaSafe, decisionRows: DECISION_PAIRS });
  return {
    ...judged(gate, { lnHarm, lnSafe, isBetter: false }),
    effect: n === 0 ? null : share,
    interval: bounds.status === 'ok' ? closedInterval(bounds.lower, bounds.upper) : null,
    nStable: n,
    nCandidate: n,
    remainingSeconds: remainingSeconds(lnSafe, gate.alphaSafe, seconds),
  };
}
