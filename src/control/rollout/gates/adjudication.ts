import type { Gate } from '#contract/rollout-plan.ts';
import { concentrationFor, logBetaBinomialMixture } from '#stats/sequential/beta-binomial-mixture.ts';
import { pairedWins } from '#stats/sequential/paired-wins.ts';
import { shareSequence } from '#stats/sequential/share-sequence.ts';
import { closedInterval, judged, type Judgement } from './judgement.ts';

/** Where the mixture is tightest: so many disagreements people may judge. */
const DECISION_PAIRS = 200;
const EVEN = 0.5;

/**
 * Who was right where the versions disagreed, by people. Harm: the candidate is right less often than the stable version
 * (McNemar's e-process). Safe: it is right in more than ½ − margin of them. The effect is ½ minus the share of the
 * candidate, so that more is worse. Pairs in which both or neither were right say nothing. O(1).
 *
 * @param wins disagreements in which the candidate was right
 * @param losses those in which the stable version was
 */
export function judgeAdjudications(
  { wins, losses }: { wins: number; losses: number },
  gate: Gate,
): Judgement {
  const n = wins + losses;
  const share = n === 0 ? EVEN : wins / n;
  const least = Math.max(Number.EPSILON, EVEN - gate.margin);
  const lnHarm = n === 0 ? 0 : Math.max(0, pairedWins(losses, wins).lnE);
  const lnSafe =
    n > 0 && share > least
      ? logBetaBinomialMixture(wins, n, least, concentrationFor(DECISION_PAIRS, gate.alphaSafe))
      : 0;
  const bounds = shareSequence(wins, n, { alpha: gate.alphaSafe, decisionRows: DECISION_PAIRS });
  const interval = bounds.status === 'ok' ? closedInterval(EVEN - bounds.upper, EVEN - bounds.lower) : null;
  return {
    ...judged(gate, { lnHarm, lnSafe, isBetter: interval !== null && interval.upper < 0 }),
    effect: n === 0 ? null : EVEN - share,
    interval,
    nStable: n,
    nCandidate: n,
    remainingSeconds: null,
  };
}
