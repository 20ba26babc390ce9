import { requireSameBins, totalOf } from './counts.ts';
import { isPooled, type PooledCounts, poolingOf, poolSmallest } from './pooling.ts';
import { logChiSquareTail } from './special/chi-square-tail.ts';
import { type TestResult, unavailable } from './test-result.ts';

export type ContingencyOptions = {
  /** Pool small categories until every expected count is at least this; 0 pools nothing. */
  minExpected?: number;
  /** Yates' continuity correction of a 2×2 table. */
  correction?: boolean;
  /** How many dependent rows are worth one independent row: the statistic is of all rows, p that of 1/dispersion as many. */
  dispersion?: number;
};

/**
 * Pearson's chi-square test of two binned samples as a 2×k contingency table (both samples are random; the
 * one-sample form, which takes the reference as exact, understates the noise by 1 + m/n). Categories empty on
 * both sides are left out, small ones pooled as `poolSmallest` does. One category: statistic 0, p = 1.
 *
 * `effect` is Cramér's V of the table with both samples weighted alike, `√(½ Σ (p − q)² / (p + q))`, 0 to 1: V
 * itself shrinks when the samples differ in size. O(k).
 *
 * @param reference bin counts, length k
 * @param current counts in the same bins, length k
 * @throws {RangeError} when the lengths differ
 */
export function chiSquare(
  reference: Float64Array,
  current: Float64Array,
  { minExpected = 5, correction = false, dispersion = 1 }: ContingencyOptions = {},
): TestResult<{ degrees: number } & PooledCounts> {
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);

  const { statistic, effect, degrees } = distanceOf(reference, current, n, m, { minExpected, correction });
  const table = poolSmallest(reference, current, n, m, minExpected);
  const lnP =
    dispersion === 1
      ? logChiSquareTail(statistic, degrees)
      : logTailOfThinned(reference, current, n, m, { minExpected, correction }, dispersion);
  return {
    status: 'ok',
    statistic,
    effect,
    p: Math.exp(lnP),
    lnP,
    n,
    m,
    bins: degrees + 1,
    degrees,
    reference: table.reference,
    current: table.current,
    pooled: table.pooled,
  };
}

/**
 * Statistic and effect of `chiSquare` without its p-value, small categories pooled from an expected count of 5. NaN when either sample
 * is empty. O(k), no allocation beyond the result.
 */
export function chiSquareDistance(
  reference: Float64Array,
  current: Float64Array,
): { statistic: number; effect: number } {
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  if (n === 0 || m === 0) return { statistic: NaN, effect: NaN };
  return distanceOf(reference, current, n, m, { minExpected: 5, correction: false });
}

type TableOptions = Required<Pick<ContingencyOptions, 'minExpected' | 'correction'>>;

function distanceOf(
  reference: Float64Array,
  current: Float64Array,
  n: number,
  m: number,
  { minExpected, correction }: TableOptions,
): { statistic: number; effect: number; degrees: number } {
  const pooling = poolingOf(reference, current, n, m, minExpected);
  const degrees = pooling.size - 1;
  const isCorrected = correction && degrees === 1;
  let statistic = 0;
  let squares = 0;
  let poolReference = 0;
  let poolCurrent = 0;
  for (let i = 0; i < reference.length; i++) {
    const r = reference[i] as number;
    const c = current[i] as number;
    if (r + c === 0) continue;
    if (isPooled(pooling, i, r + c)) {
      poolReference += r;
      poolCurrent += c;
      continue;
    }
    statistic += statisticTerm(r, c, n, m, isCorrected);
    squares += squareTerm(r / n, c / m);
  }
  if (pooling.pooled > 0) {
    statistic += statisticTerm(poolReference, poolCurrent, n, m, isCorrected);
    squares += squareTerm(poolReference / n, poolCurrent / m);
  }
  return { statistic, effect: Math.sqrt(squares / 2), degrees };
}

function statisticTerm(r: number, c: number, n: number, m: number, isCorrected: boolean): number {
  const expected = ((r + c) * n) / (n + m);
  const distance = Math.abs(r - expected);
  const counted = isCorrected ? Math.max(0, distance - 0.5) : distance;
  return counted * counted * (1 / expected + 1 / (r + c - expected));
}

function squareTerm(p: number, q: number): number {
  return ((p - q) * (p - q)) / (p + q);
}

/** Of counts that are all divided by the dispersion, and so is the statistic; but more of them have to be pooled. */
function logTailOfThinned(
  reference: Float64Array,
  current: Float64Array,
  n: number,
  m: number,
  { minExpected, correction }: TableOptions,
  dispersion: number,
): number {
  const options = { minExpected: minExpected * dispersion, correction };
  const { statistic, degrees } = distanceOf(reference, current, n, m, options);
  return logChiSquareTail(statistic / dispersion, degrees);
}
