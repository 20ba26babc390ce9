import { requireSameBins, totalOf } from './counts.ts';
import { halfRow, smoothedShare, type Smoothing } from './smoothing.ts';
import { logChiSquareTail } from './special/chi-square-tail.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Population stability index between two binned samples: `Σ (q − p)·ln(q / p)` over the bins, in nats, with p and
 * q the smoothed shares of reference and current. It is the symmetric divergence J of Kullback & Leibler (1951).
 *
 * @param reference bin counts, length k
 * @param current counts in the same bins, length k
 * @returns ≥ 0; 0 for equal shares; NaN when either sample is empty
 * @throws {RangeError} when the lengths differ
 */
export function psi(reference: Float64Array, current: Float64Array, smoothing: Smoothing = halfRow): number {
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  if (n === 0 || m === 0) return NaN;
  let sum = 0;
  for (let i = 0; i < reference.length; i++)
    sum += term(reference, current, i, n, m, reference.length, smoothing);
  return sum;
}

/** The summand of each bin: how much it adds to the index. */
export function psiTerms(
  reference: Float64Array,
  current: Float64Array,
  smoothing: Smoothing = halfRow,
): Float64Array {
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  return reference.map((_, i) => term(reference, current, i, n, m, reference.length, smoothing));
}

/**
 * The index with its p-value: without drift, PSI / (1/n + 1/m) follows χ²(k − 1) from about 50 rows a side on
 * (rejections at a nominal 5 % lie between 4 and 5 %). Bins empty on both sides are left out: they say nothing.
 * O(k), no allocation beyond the result.
 *
 * @param dispersion how many dependent rows are worth one independent row: the statistic is of all rows, p that of
 *   1/dispersion as many
 */
export function psiTest(
  reference: Float64Array,
  current: Float64Array,
  { dispersion = 1 }: { dispersion?: number } = {},
): TestResult<{ degrees: number }> {
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);

  const filled = filledBins(reference, current);
  const statistic = sumOverFilled(reference, current, n, m, filled, 0.5);
  const thinned =
    dispersion === 1 ? statistic : sumOverFilled(reference, current, n, m, filled, 0.5 * dispersion);
  const degrees = filled - 1;
  const lnP = logChiSquareTail(thinned / (1 / n + 1 / m) / dispersion, degrees);
  return { status: 'ok', statistic, effect: statistic, p: Math.exp(lnP), lnP, n, m, bins: filled, degrees };
}

function filledBins(reference: Float64Array, current: Float64Array): number {
  let filled = 0;
  for (let i = 0; i < reference.length; i++) {
    if ((reference[i] as number) + (current[i] as number) > 0) filled += 1;
  }
  return filled;
}

/** With `alpha` rows added to every filled bin. */
function sumOverFilled(
  reference: Float64Array,
  current: Float64Array,
  n: number,
  m: number,
  filled: number,
  alpha: number,
): number {
  const referenceRows = n + alpha * filled;
  const currentRows = m + alpha * filled;
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    const r = reference[i] as number;
    const c = current[i] as number;
    if (r + c === 0) continue;
    const p = (r + alpha) / referenceRows;
    const q = (c + alpha) / currentRows;
    if (p !== q) sum += (q - p) * Math.log(q / p);
  }
  return sum;
}

function term(
  reference: Float64Array,
  current: Float64Array,
  i: number,
  n: number,
  m: number,
  bins: number,
  smoothing: Smoothing,
): number {
  const p = smoothedShare(reference[i] as number, n, bins, smoothing);
  const q = smoothedShare(current[i] as number, m, bins, smoothing);
  return p === q ? 0 : (q - p) * Math.log(q / p);
}
