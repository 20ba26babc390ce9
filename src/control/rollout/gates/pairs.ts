import type { Gate } from '#contract/rollout-plan.ts';
import { concentrationFor, logBetaBinomialMixture } from '#stats/sequential/beta-binomial-mixture.ts';
import { shareSequence } from '#stats/sequential/share-sequence.ts';
import { closedInterval, judged, type Judgement, remainingSeconds } from './judgement.ts';
import { lnEvidence } from './ln-evidence.ts';

/** Pairs of answers, and how many of them differ. */
export type PairCount = { disagreeing: number; n: number };

/** Where the mixture is tightest. */
const DECISION_PAIRS = 10_000;

/**
 * How often a copy is answered differently from the request itself: the share of disagreeing pairs against the most
 * that is allowed, by the beta-binomial mixture. Where the stable version gets copies, too, only what goes beyond its
 * disagreement with itself counts. O(1).
 *
 * @param candidate the candidate's answers to copies against the answers that were given
 * @param noise those of the stable version itself; undefined where it gets none
 */
export function judgeDisagreement(
  { candidate, noise }: { candidate: PairCount; noise?: PairCount | undefined },
  gate: Gate,
  seconds: number,
): Judgement {
  return noise && noise.n > 0
    ? judgeBeyondNoise({ candidate, noise }, gate, seconds)
    : judgeAlone(candidate, gate, seconds);
}

function judgeAlone({ disagreeing, n }: PairCount, gate: Gate, seconds: number): Judgement {
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

/** The difference of two shares, each within a sequence at half of α. */
function judgeBeyondNoise(
  { candidate, noise }: { candidate: PairCount; noise: PairCount },
  gate: Gate,
  seconds: number,
): Judgement {
  const boundsAt = (ln: number) => {
    const own = sharesAt(candidate, ln + Math.LN2);
    const natural = sharesAt(noise, ln + Math.LN2);
    return { lower: own.lower - natural.upper, upper: own.upper - natural.lower };
  };
  const lnHarm = lnEvidence((ln) => boundsAt(ln).lower > gate.margin);
  const lnSafe = lnEvidence((ln) => boundsAt(ln).upper < gate.margin);
  return {
    ...judged(gate, { lnHarm, lnSafe, isBetter: false }),
    effect: candidate.n === 0 ? null : candidate.disagreeing / candidate.n - noise.disagreeing / noise.n,
    interval: candidate.n === 0 ? null : boundsAt(Math.log(1 / gate.alphaSafe)),
    nStable: noise.n,
    nCandidate: candidate.n,
    remainingSeconds: remainingSeconds(lnSafe, gate.alphaSafe, seconds),
  };
}

type Bounds = { lower: number; upper: number };

function sharesAt({ disagreeing, n }: PairCount, lnInverseAlpha: number): Bounds {
  const found = shareSequence(disagreeing, n, {
    alpha: Math.exp(-lnInverseAlpha),
    decisionRows: DECISION_PAIRS,
  });
  return found.status === 'ok' ? found : { lower: 0, upper: 1 };
}
