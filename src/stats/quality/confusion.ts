import { normalQuantile } from '../special/normal.ts';
import { estimate, type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { mapped, shareEstimate } from './intervals.ts';

/** Rows by prediction and label; the counts need not be whole. */
export interface Confusion {
  tp: number;
  fp: number;
  tn: number;
  fn: number;
}

/**
 * Labels are 0 or 1; a row is predicted positive when its score ≥ threshold. Leave out rows with a missing value
 * before (`labelledRows`): NaN counts as a negative. O(n).
 */
export function confusionOf(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  threshold: number,
): Confusion {
  const confusion = { tp: 0, fp: 0, tn: 0, fn: 0 };
  for (let i = 0; i < scores.length; i++) {
    const isRight = (scores[i] as number) >= threshold === (labels[i] === 1);
    if ((scores[i] as number) >= threshold) confusion[isRight ? 'tp' : 'fp']++;
    else confusion[isRight ? 'tn' : 'fn']++;
  }
  return confusion;
}

/** (TP + TN) / n, with Wilson's interval. O(1). */
export function accuracy({ tp, fp, tn, fn }: Confusion, level = 0.95): Estimate | NoEstimate {
  return shareEstimate(tp + tn, tp + fp + tn + fn, 'no-rows', level);
}

/** TP / (TP + FP), with Wilson's interval; not available when nothing was predicted positive. O(1). */
export function precision({ tp, fp }: Confusion, level = 0.95): Estimate | NoEstimate {
  return shareEstimate(tp, tp + fp, 'no-predicted-positives', level);
}

/** TP / (TP + FN), with Wilson's interval; not available when nothing is positive. O(1). */
export function recall({ tp, fn }: Confusion, level = 0.95): Estimate | NoEstimate {
  return shareEstimate(tp, tp + fn, 'no-positives', level);
}

/** TN / (TN + FP), with Wilson's interval; not available when nothing is negative. O(1). */
export function specificity({ tn, fp }: Confusion, level = 0.95): Estimate | NoEstimate {
  return shareEstimate(tn, tn + fp, 'no-negatives', level);
}

/**
 * 2TP / (2TP + FP + FN). It is 2s / (1 + s) of the share s = TP / (TP + FP + FN), whose Wilson interval is
 * mapped. Not available when no row is positive and none was predicted so. O(1).
 */
export function f1({ tp, fp, fn }: Confusion, level = 0.95): Estimate | NoEstimate {
  const share = shareEstimate(tp, tp + fp + fn, 'no-positives', level);
  return mapped(share, (s) => (2 * s) / (1 + s));
}

/**
 * Matthews' correlation (the φ coefficient) of prediction and label, with a normal interval by the delta
 * method, cut to [−1, 1]. Not available when all rows have one label or one prediction. O(1).
 */
export function mcc({ tp, fp, tn, fn }: Confusion, level = 0.95): Estimate | NoEstimate {
  const [predicted, unpredicted, positive, negative] = [tp + fp, tn + fn, tp + fn, tn + fp];
  if (predicted === 0 || unpredicted === 0) return noEstimate('one-prediction');
  if (positive === 0 || negative === 0) return noEstimate('one-label');

  const n = positive + negative;
  const root = Math.sqrt(predicted) * Math.sqrt(unpredicted) * Math.sqrt(positive) * Math.sqrt(negative);
  const value = (tp * tn - fp * fn) / root;
  const gradient = (other: number, sign: number, row: number, column: number) =>
    (sign * other * n) / root - (value / 2) * (n / row + n / column);
  const cells = [
    [tp, gradient(tn, 1, predicted, positive)],
    [tn, gradient(tp, 1, unpredicted, negative)],
    [fp, gradient(fn, -1, predicted, negative)],
    [fn, gradient(fp, -1, unpredicted, positive)],
  ] as const;
  const mean = cells.reduce((sum, [count, g]) => sum + (count / n) * g, 0);
  const variance = cells.reduce((sum, [count, g]) => sum + (count / n) * (g - mean) ** 2, 0);
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance / n);
  return estimate(value, [Math.max(-1, value - half), Math.min(1, value + half)]);
}
