import { estimate, type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { concentrationFor, logBetaBinomialMixture } from './beta-binomial-mixture.ts';

export interface SequenceOptions {
  /** The truth leaves the interval, ever, with at most this probability. */
  alpha?: number;
  /** Rows expected when it matters: the interval is tightest there, and valid everywhere. */
  decisionRows?: number;
}

const BISECTIONS = 60;

/**
 * Confidence sequence of a share: the shares p against which the beta-binomial mixture does not reach 1/α. It
 * holds the truth at all times at once with probability 1 − α: look as often as you like, stop when you like.
 * Exact for independent rows with a constant share. O(1).
 *
 * @param count rows with the property
 * @param n rows
 */
export function shareSequence(
  count: number,
  n: number,
  { alpha = 0.05, decisionRows = 10_000 }: SequenceOptions = {},
): Estimate | NoEstimate {
  if (n === 0) return noEstimate('no-rows');
  const share = count / n;
  const limit = Math.log(1 / alpha);
  const concentration = concentrationFor(decisionRows, alpha);
  const isRefuted = (p: number) => logBetaBinomialMixture(count, n, p, concentration) >= limit;

  /** Between a refuted end and the observed share, which never is. */
  const bound = (end: number) => {
    let [refuted, kept] = [end, share];
    for (let i = 0; i < BISECTIONS; i++) {
      const middle = (refuted + kept) / 2;
      if (middle > 0 && middle < 1 && isRefuted(middle)) refuted = middle;
      else kept = middle;
    }
    return refuted;
  };
  return estimate(share, [share === 0 ? 0 : bound(0), share === 1 ? 1 : bound(1)]);
}
