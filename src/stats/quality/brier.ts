import { type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { meanEstimate } from './intervals.ts';
import { areProbabilities } from './log-loss.ts';

/**
 * Brier score: mean of (score − label)², with its t interval. Brier (1950), Monthly Weather Review 78. Leave out rows
 * with a missing value before (`labelledRows`): a score of NaN makes it unavailable, a label of NaN makes it NaN.
 * O(n).
 *
 * @param scores probabilities of label 1
 * @param labels 0 or 1
 * @returns within [0, 1]; not available without rows or when a score is no probability
 */
export function brier(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  level = 0.95,
): Estimate | NoEstimate {
  if (!areProbabilities(scores)) return noEstimate('not-probabilities');
  const losses = Float64Array.from(
    { length: scores.length },
    (_, i) => ((scores[i] as number) - (labels[i] as number)) ** 2,
  );
  return meanEstimate(losses, level);
}
