import { type TestResult, unavailable } from '../test-result.ts';
import { indexOfLargest } from './cross-correlation.ts';
import { prewhitenedCrossCorrelation } from './prewhitened-cross-correlation.ts';
import { significanceOf } from './significance.ts';

export type LeadCorrelation = {
  /** By how many values x comes before y at the strongest correlation. */
  lag: number;
  /** Correlation of x[t] with y[t + lag], for lags 0 … maxLag. */
  values: number[];
};

/**
 * How strongly x comes before y: the pre-whitened cross-correlation (see `prewhitenedCrossCorrelation`) at the lags
 * 0 … maxLag alone. `statistic` and `effect` are the largest correlation by size, p its p-value times the number of
 * lags (Bonferroni). A lead is a matter of order, not of cause. O(n·maxLag).
 *
 * @param x in order of time, evenly spaced; y likewise. Missing values count as the mean
 * @throws {RangeError} when the lengths differ
 */
export function leadCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { order = 3, maxLag = 10 } = {},
): TestResult<LeadCorrelation> {
  const both = prewhitenedCrossCorrelation(x, y, { order, maxLag });
  if (both.status === 'unavailable') return unavailable(both.reason, both.n, both.m);
  const values = both.values.slice(both.lags.indexOf(0));
  const lag = indexOfLargest(values);
  const strongest = values[lag] as number;
  const { p, lnP } = significanceOf(strongest, both.n - order - lag);
  return {
    status: 'ok',
    statistic: strongest,
    effect: strongest,
    p: Math.min(1, p * values.length),
    lnP: Math.min(0, lnP + Math.log(values.length)),
    n: both.n,
    m: both.m,
    lag,
    values,
  };
}
