import { type TestResult, unavailable } from '../test-result.ts';
import { effectiveSampleSize } from './effective-sample-size.ts';
import { completePairs, deviations, dot, isConstant } from './pairs.ts';
import { significanceOf } from './significance.ts';

export type CorrelationDetails = {
  /** Interval of the coefficient, by Fisher's z. */
  lower: number;
  upper: number;
};

/**
 * Pearson's correlation coefficient of rows, `statistic` and `effect` = r. p takes the rows as independent:
 * for time series take `seriesCorrelation`. Rows with a missing value are left out. O(n).
 *
 * @throws {RangeError} when the lengths differ
 */
export function pearson(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  level = 0.95,
): TestResult<CorrelationDetails> {
  const pairs = completePairs(x, y);
  const n = pairs.x.length;
  if (n < 3) return unavailable('too-few-rows', n, n);
  if (isConstant(pairs.x) || isConstant(pairs.y)) return unavailable('one-distinct-value', n, n);
  const r = coefficient(pairs.x, pairs.y);
  return { status: 'ok', statistic: r, effect: r, n, m: n, ...significanceOf(r, n, level) };
}

/**
 * Pearson's correlation of two time series, its p and interval for as many independent pairs as the series
 * are worth (`effectiveN`). Rows with a missing value are left out. O(n²/5).
 *
 * @param x in order of time, evenly spaced; y likewise
 */
export function seriesCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  level = 0.95,
): TestResult<CorrelationDetails & { effectiveN: number }> {
  const plain = pearson(x, y, level);
  if (plain.status === 'unavailable') return plain;
  const pairs = completePairs(x, y);
  const effectiveN = effectiveSampleSize(pairs.x, pairs.y);
  return { ...plain, ...significanceOf(plain.statistic, effectiveN, level), effectiveN };
}

/** r of complete pairs; NaN when one side is constant. O(n). */
export function coefficient(x: Float64Array, y: Float64Array): number {
  const [u, v] = [deviations(x), deviations(y)];
  const r = dot(u, v) / (Math.sqrt(dot(u, u)) * Math.sqrt(dot(v, v)));
  return Math.min(1, Math.max(-1, r));
}
