import { totalOf } from '../counts.ts';
import { type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { logitEstimate } from './intervals.ts';
import { type GroupCounts, groupsOf } from './ranking.ts';

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half. The
 * interval is normal on the logit scale with the variance of DeLong, DeLong & Clarke-Pearson (1988),
 * Biometrics 44; for perfect separation it rests on min(n₊, n₋) independent pairs. O(n log n).
 *
 * @param labels 0 or 1; leave out rows with a missing value before (`labelledRows`)
 * @returns within [0, 1]; not available without rows of both labels
 */
export function rocAuc(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  level = 0.95,
): Estimate | NoEstimate {
  const groups = groupsOf(scores, labels);
  const positives = totalOf(groups.positives);
  const negatives = totalOf(groups.negatives);
  if (positives === 0 || negatives === 0) return noEstimate('one-label');

  const auc = areaOf(groups);
  let above = 0;
  let below = negatives;
  let positiveSquares = 0;
  let negativeSquares = 0;
  for (let g = 0; g < groups.positives.length; g++) {
    const p = groups.positives[g] as number;
    const q = groups.negatives[g] as number;
    below -= q;
    positiveSquares += p * ((below + q / 2) / negatives - auc) ** 2;
    negativeSquares += q * ((above + p / 2) / positives - auc) ** 2;
    above += p;
  }
  const variance =
    positiveSquares / Math.max(1, positives - 1) / positives +
    negativeSquares / Math.max(1, negatives - 1) / negatives;
  return logitEstimate(auc, Math.sqrt(variance), Math.min(positives, negatives), level);
}

/** The area from (possibly fractional) counts by group; NaN without positives or without negatives. O(groups). */
export function areaOf({ positives, negatives }: GroupCounts): number {
  let above = 0;
  let won = 0;
  for (let g = 0; g < positives.length; g++) {
    won += (negatives[g] as number) * (above + (positives[g] as number) / 2);
    above += positives[g] as number;
  }
  return won / (above * totalOf(negatives));
}
