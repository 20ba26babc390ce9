import { estimate, type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { concentrationFor, logBetaBinomialMixture } from './beta-binomial-mixture.ts';
import type { SequenceOptions } from './share-sequence.ts';

/**
 * Confidence sequence of one quantile: the values that the observed numbers below and above do not refute, by
 * the beta-binomial mixture of the share q. Holds for any distribution, ties included, at all times at once;
 * ends are ±∞ while there are too few rows. Idea: Howard & Ramdas (2022), Bernoulli 28. O(log n) on sorted
 * rows.
 *
 * @param sorted finite values, ascending
 * @param q within (0, 1)
 */
export function quantileSequence(
  sorted: ArrayLike<number>,
  q: number,
  options: SequenceOptions = {},
): Estimate | NoEstimate {
  const n = sorted.length;
  if (n === 0) return noEstimate('no-rows');
  const { lower, upper } = quantileRanks(n, q, options);
  const value = sorted[Math.min(n - 1, Math.floor(q * n))] as number;
  return estimate(value, [
    lower === 0 ? Number.NEGATIVE_INFINITY : (sorted[lower - 1] as number),
    upper > n ? Number.POSITIVE_INFINITY : (sorted[upper - 1] as number),
  ]);
}

/**
 * The same as ranks from 1 of n ordered values, for histograms: the quantile lies between the values of rank
 * `lower` (0: no lower bound) and `upper` (n + 1: no upper bound). O(log n).
 */
export function quantileRanks(
  n: number,
  q: number,
  { alpha = 0.05, decisionRows = 10_000 }: SequenceOptions = {},
): { lower: number; upper: number } {
  const limit = Math.log(1 / alpha);
  const concentration = concentrationFor(decisionRows, alpha);
  const isRefuted = (count: number) => logBetaBinomialMixture(count, n, q, concentration) >= limit;
  const middle = Math.round(q * n);
  return {
    lower: firstTrue(0, middle, (count) => !isRefuted(count)),
    upper: firstTrue(middle, n + 1, (count) => count > n || isRefuted(count)),
  };
}

/**
 * Half the width of a band about the empirical distribution function that holds it at all values and times. O(1).
 */
export function distributionBand(n: number, alpha = 0.05): number {
  // Howard & Ramdas (2022), corollary 2
  return Math.min(1, 0.85 * Math.sqrt((Math.log(1 + Math.log(n)) + 0.8 * Math.log(1612 / alpha)) / n));
}

/** The least integer in [low, high] with the property, which stays once it holds; high when none has. */
function firstTrue(low: number, high: number, holds: (count: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
