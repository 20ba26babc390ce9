import { type TestResult, unavailable } from '../test-result.ts';
import { effectiveSampleSize } from './effective-sample-size.ts';
import { deviations, dot } from './pairs.ts';
import { significanceOf } from './significance.ts';

export type CrossCorrelation = {
  /** From −maxLag to maxLag: positive where x leads y. */
  lags: number[];
  /** Correlation of x[t] with y[t + lag]. */
  values: number[];
  /** p of each lag for the effective number of pairs. */
  pvalues: number[];
  bestLag: number;
  effectiveN: number;
};

/**
 * Correlation of two series at every lag: moments of the whole series, divisor n. `statistic` and `effect`
 * are the largest by size, p its p-value times the number of lags (Bonferroni), each for nₑ·(n − |lag|)/n
 * independent pairs. Missing values count as the mean. To declare a lead, take `prewhitenedCrossCorrelation`:
 * smooth series correlate over many lags. O(n·maxLag + n²/5).
 *
 * @param x in order of time, evenly spaced; y likewise
 * @throws {RangeError} when the lengths differ
 */
export function crossCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  maxLag: number,
): TestResult<CrossCorrelation> {
  if (x.length !== y.length) throw new RangeError(`${x.length} values of x, but ${y.length} of y`);
  const n = x.length;
  const most = Math.min(maxLag, n - 3);
  if (most < 0) return unavailable('too-few-rows', n, n);
  const values = laggedCorrelations(x, y, most);
  if (values === null) return unavailable('one-distinct-value', n, n);

  const effectiveN = effectiveSampleSize(x, y);
  const lags = values.map((_, i) => i - most);
  const significances = values.map((r, i) =>
    significanceOf(r, Math.max(2 + 1e-9, (effectiveN * (n - Math.abs(lags[i] as number))) / n)),
  );
  const best = indexOfLargest(values);
  const { p, lnP } = significances[best] as { p: number; lnP: number };
  return {
    status: 'ok',
    statistic: values[best] as number,
    effect: values[best] as number,
    p: Math.min(1, p * lags.length),
    lnP: Math.min(0, lnP + Math.log(lags.length)),
    n,
    m: n,
    lags,
    values,
    pvalues: significances.map((significance) => significance.p),
    bestLag: lags[best] as number,
    effectiveN,
  };
}

/**
 * Correlations at lags −maxLag … maxLag; null when a series is constant. Missing values count as the mean.
 * O(n·maxLag).
 */
export function laggedCorrelations(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  maxLag: number,
): number[] | null {
  const [u, v] = [deviations(x), deviations(y)];
  const scale = Math.sqrt(dot(u, u)) * Math.sqrt(dot(v, v));
  if (scale === 0) return null;
  return Array.from({ length: 2 * maxLag + 1 }, (_, i) => {
    const lag = i - maxLag;
    let sum = 0;
    for (let t = Math.max(0, -lag); t < u.length - Math.max(0, lag); t++) {
      sum += (u[t] as number) * (v[t + lag] as number);
    }
    return sum / scale;
  });
}

/** The first of those with the largest size. NaN is passed over unless it stands first. O(n). */
export function indexOfLargest(values: readonly number[]): number {
  return values.reduce(
    (best, value, i) => (Math.abs(value) > Math.abs(values[best] as number) ? i : best),
    0,
  );
}
