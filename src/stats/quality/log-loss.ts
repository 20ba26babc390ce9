import { type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { meanEstimate } from './intervals.ts';

/**
 * Mean of −ln of the probability given to the label, in nats, with its t interval. Leave out rows with a missing
 * value before (`labelledRows`): a score of NaN makes it unavailable, a label of NaN counts as 0. O(n).
 *
 * @param scores probabilities of label 1
 * @param labels 0 or 1
 * @param clip scores are kept this far from 0 and 1, so that one sure error is not infinite
 * @returns ≥ 0; not available without rows or when a score is no probability
 */
export function logLoss(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  { clip = 1e-15, level = 0.95 } = {},
): Estimate | NoEstimate {
  if (!areProbabilities(scores)) return noEstimate('not-probabilities');
  const losses = Float64Array.from({ length: scores.length }, (_, i) => {
    const score = Math.min(1 - clip, Math.max(clip, scores[i] as number));
    return -Math.log(labels[i] === 1 ? score : 1 - score);
  });
  return meanEstimate(losses, level);
}

/** Whether all lie within [0, 1]; NaN does not. O(n). */
export function areProbabilities(scores: ArrayLike<number>): boolean {
  for (let i = 0; i < scores.length; i++) {
    if (!((scores[i] as number) >= 0 && (scores[i] as number) <= 1)) return false;
  }
  return true;
}
