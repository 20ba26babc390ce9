import { normalQuantile } from '../special/normal.ts';
import { estimate, type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import { mapped, meanEstimate, medianEstimate } from './intervals.ts';
import { labelledRows } from './labelled-rows.ts';

type Measure = Estimate | NoEstimate;

export interface RegressionPerformance {
  /** Rows with prediction and target, and rows without one of them. */
  n: number;
  missing: number;
  /**
   * In the unit of the target: mean absolute error, root mean square error, median absolute error, mean of
   * prediction − target.
   */
  mae: Measure;
  rmse: Measure;
  medianAbsoluteError: Measure;
  bias: Measure;
  /** In its square. */
  mse: Measure;
  /** Share of the target; a target of 0 makes it huge. */
  mape: Measure;
  r2: Measure;
}

/**
 * Measures of a regression on one window, with intervals: t intervals of the means (of the squares for RMSE),
 * order statistics for the median, and for R² = 1 − Σe²/Σ(y − ȳ)² the normal one of a ratio of means.
 * Definitions as in scikit-learn. Rows with a missing prediction or target are left out and counted. O(n log
 * n).
 *
 * @throws {RangeError} when the lengths differ
 */
export function regressionPerformance(
  predictions: ArrayLike<number>,
  targets: ArrayLike<number>,
  level = 0.95,
): RegressionPerformance {
  const { scores, labels, missing } = labelledRows(predictions, targets);
  const errors = scores.map((prediction, i) => prediction - (labels[i] as number));
  const sizes = errors.map(Math.abs);
  const squares = errors.map((error) => error * error);
  const relative = sizes.map((size, i) => size / Math.max(Math.abs(labels[i] as number), Number.EPSILON));
  const mse = notNegative(meanEstimate(squares, level));
  return {
    n: errors.length,
    missing,
    mae: notNegative(meanEstimate(sizes, level)),
    rmse: mapped(mse, Math.sqrt),
    medianAbsoluteError: notNegative(medianEstimate(sizes, level)),
    bias: meanEstimate(errors, level),
    mse,
    mape: notNegative(meanEstimate(relative, level)),
    r2: r2(squares, labels, level),
  };
}

function notNegative(measure: Measure): Measure {
  return mapped(measure, (x) => Math.max(0, x));
}

function r2(squaredErrors: Float64Array, targets: Float64Array, level: number): Measure {
  const n = targets.length;
  if (n < 2) return noEstimate('too-few-rows');
  const mean = targets.reduce((sum, y) => sum + y / n, 0);
  const deviations = targets.map((y) => (y - mean) ** 2);
  const total = deviations.reduce((sum, d) => sum + d, 0);
  if (total === 0) return noEstimate('constant');

  const ratio = squaredErrors.reduce((sum, e) => sum + e, 0) / total;
  const spread = squaredErrors.reduce((sum, e, i) => sum + (e - ratio * (deviations[i] as number)) ** 2, 0);
  const half = (normalQuantile((1 + level) / 2) * Math.sqrt(spread * (n / (n - 1)))) / total;
  return estimate(1 - ratio, [1 - ratio - half, Math.min(1, 1 - ratio + half)]);
}
