import { totalOf } from '../counts.ts';
import { type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { logitEstimate } from './intervals.ts';
import { type GroupCounts, groupsOf } from './ranking.ts';

/**
 * Average precision Σ (Rₖ − Rₖ₋₁)·Pₖ over the distinct scores, falling: the area under the precision-recall
 * curve without interpolation, as in scikit-learn. The interval is the logit one of Boyd, Eng & Page (2013),
 * ECML: standard error of the logit 1 / √(n₊·AP·(1 − AP)). O(n log n).
 *
 * @param labels 0 or 1; leave out rows with a missing value before (`labelledRows`)
 * @returns within (0, 1]; not available without positives
 */
export function averagePrecision(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  level = 0.95,
): Estimate | NoEstimate {
  const groups = groupsOf(scores, labels);
  const positives = totalOf(groups.positives);
  if (positives === 0) return noEstimate('no-positives');
  const value = precisionAreaOf(groups);
  return logitEstimate(value, Math.sqrt((value * (1 - value)) / positives), positives, level);
}

/** Average precision from (possibly fractional) counts by group; NaN without positives. O(groups). */
export function precisionAreaOf({ positives, negatives }: GroupCounts): number {
  let hits = 0;
  let taken = 0;
  let sum = 0;
  for (let g = 0; g < positives.length; g++) {
    const p = positives[g] as number;
    hits += p;
    taken += p + (negatives[g] as number);
    if (p > 0) sum += (p * hits) / taken;
  }
  return sum / hits;
}
