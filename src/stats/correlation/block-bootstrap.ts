import { quantileOfSorted } from '../describe.ts';
import { below, mulberry32 } from '../random.ts';
import { type TestResult, unavailable } from '../test-result.ts';
import { completePairs, isConstant } from './pairs.ts';
import { coefficient } from './pearson.ts';

export interface BlockBootstrapOptions {
  /** About n^(1/3) by default. */
  blockLength?: number;
  resamples?: number;
  seed?: number;
  level?: number;
}

/**
 * Standard error and percentile interval of Pearson's correlation of two time series, from resampled circular
 * blocks of pairs: ⌈n/length⌉ blocks with uniform starts, cut to n. Politis & Romano (1992); quantiles of
 * type 7. `effect` is r, p the share of the resampled coefficients on the other side of 0, doubled, with one
 * added to count and number. O(n·resamples).
 *
 * @param x in order of time, evenly spaced; y likewise. Pairs with a missing value are left out
 * @throws {RangeError} when the lengths differ
 */
export function blockBootstrapCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { blockLength, resamples = 200, seed = 1, level = 0.95 }: BlockBootstrapOptions = {},
): TestResult<{ standardError: number; lower: number; upper: number; blockLength: number; seed: number }> {
  const pairs = completePairs(x, y);
  const n = pairs.x.length;
  if (n < 3) return unavailable('too-few-rows', n, n);
  if (isConstant(pairs.x) || isConstant(pairs.y)) return unavailable('one-distinct-value', n, n);

  const length = Math.min(n, blockLength ?? Math.max(1, Math.round(Math.cbrt(n))));
  const draw = mulberry32(seed);
  const u = new Float64Array(n);
  const v = new Float64Array(n);
  const drawn = Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < n; i += length) {
      const start = below(draw, n);
      for (let k = 0; k < length && i + k < n; k++) {
        u[i + k] = pairs.x[(start + k) % n] as number;
        v[i + k] = pairs.y[(start + k) % n] as number;
      }
    }
    return coefficient(u, v);
  })
    .filter(Number.isFinite)
    .sort();
  if (drawn.length === 0) return unavailable('too-few-rows', n, n);

  const r = coefficient(pairs.x, pairs.y);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const squares = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const across = drawn.filter((value) => (r >= 0 ? value <= 0 : value >= 0)).length;
  const p = Math.min(1, (2 * (across + 1)) / (drawn.length + 1));
  return {
    status: 'ok',
    statistic: r,
    effect: r,
    p,
    lnP: Math.log(p),
    n,
    m: n,
    standardError: Math.sqrt(squares / Math.max(1, drawn.length - 1)),
    lower: quantileOfSorted(drawn, (1 - level) / 2),
    upper: quantileOfSorted(drawn, (1 + level) / 2),
    blockLength: length,
    seed,
  };
}
