import { requireSameBins, totalOf } from './counts.ts';
import { halfRow, smoothedShare, type Smoothing } from './smoothing.ts';
import { logChiSquareTail } from './special/chi-square-tail.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Population stability index between two binned samples: `Σ (q − p)·ln(q / p)` over the bins, in nats, with p and
 * q the smoothed shares of reference and current. It is the symmetric divergence J of Kullback & Leibler (1951).
 * O(k).
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

/** The summand of each bin by its counts: how much it adds to the index. O(k). */
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
 * @param reference bin counts, length k
 * @param current counts in the same bins, length k
 * @param dispersion how many dependent rows are worth one independent row: the statistic is of all rows, p that of
 *   1/dispersion as many
 * @throws {RangeError} when the lengths differ
 */
export function psiTest(
  reference: Float64Array,
  current: Float64Array,
  { dispersion = 1 }: { dispersion?: number } = {},
): TestResult<{ degrees: number }> {
  const plain = { alpha: 0.5 };
  const thinned = dispersion === 1 ? plain : { alpha: 0.5 * dispersion };
  return test(reference, current, dispersion, plain, thinned);
}

/** A reference for many tests, with the logarithms that they share. */
export type PsiReference = {
  counts: Float64Array;
  dispersion: number;
  plain: SmoothedLogs;
  thinned: SmoothedLogs;
};

/** Prepares the bin counts of a reference for `psiTestAgainst`: 4 kB, the time of a dozen tests. O(k). */
export function psiReference(counts: Float64Array, dispersion: number): PsiReference {
  const plain = logsOf(counts, 0.5);
  return {
    counts,
    dispersion,
    plain,
    thinned: dispersion === 1 ? plain : logsOf(counts, 0.5 * dispersion),
  };
}

/** As `psiTest`, to about 1e-14, but faster: whole counts below 256 need no logarithm. O(k). */
export function psiTestAgainst(
  { counts, dispersion, plain, thinned }: PsiReference,
  current: Float64Array,
): TestResult<{ degrees: number }> {
  return test(counts, current, dispersion, plain, thinned);
}

/** Rows to add to each bin, and logarithms where they were prepared. */
type SmoothedLogs = {
  alpha: number;
  /** ln(r + α) of the reference's bins. */
  ofReference?: Float64Array;
  /** ln(c + α) of the counts 0, 1, 2, … */
  ofCount?: Float64Array;
};

function logsOf(counts: Float64Array, alpha: number): SmoothedLogs {
  return {
    alpha,
    ofReference: counts.map((count) => Math.log(count + alpha)),
    ofCount: Float64Array.from({ length: 256 }, (_, count) => Math.log(count + alpha)),
  };
}

function test(
  reference: Float64Array,
  current: Float64Array,
  dispersion: number,
  plain: SmoothedLogs,
  thinned: SmoothedLogs,
): TestResult<{ degrees: number }> {
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);

  const filled = filledBins(reference, current);
  const statistic = sumOverFilled(reference, current, n, m, filled, plain);
  const evidence = thinned === plain ? statistic : sumOverFilled(reference, current, n, m, filled, thinned);
  const degrees = filled - 1;
  const lnP = logChiSquareTail(evidence / (1 / n + 1 / m) / dispersion, degrees);
  return { status: 'ok', statistic, effect: statistic, p: Math.exp(lnP), lnP, n, m, bins: filled, degrees };
}

function filledBins(reference: Float64Array, current: Float64Array): number {
  let filled = 0;
  for (let i = 0; i < reference.length; i++) {
    if ((reference[i] as number) + (current[i] as number) > 0) filled += 1;
  }
  return filled;
}

function sumOverFilled(
  reference: Float64Array,
  current: Float64Array,
  n: number,
  m: number,
  filled: number,
  { alpha, ofReference, ofCount }: SmoothedLogs,
): number {
  const referenceRows = n + alpha * filled;
  const currentRows = m + alpha * filled;
  const logOfTotals = Math.log(referenceRows / currentRows);
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    const r = reference[i] as number;
    const c = current[i] as number;
    if (r + c === 0) continue;
    const p = (r + alpha) / referenceRows;
    const q = (c + alpha) / currentRows;
    const logOfCount = ofCount?.[c];
    sum +=
      logOfCount === undefined
        ? termOf(p, q)
        : (q - p) * (logOfCount - (ofReference?.[i] as number) + logOfTotals);
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
  return termOf(p, q);
}

/**
 * (q − p)·ln(q / p). For r = |q − p|/(p + q) up to ¼ by its power series 2·(p + q)·Σ r²ᵏ/(2k − 1), twelve terms: no
 * cancellation where the shares are close, and no logarithm.
 */
function termOf(p: number, q: number): number {
  const sum = p + q;
  const r = (q - p) / sum;
  if (!(Math.abs(r) <= 0.25)) return p === q ? 0 : (q - p) * Math.log(q / p);
  const s = r * r;
  const far = 1 / 15 + s * (1 / 17 + s * (1 / 19 + s * (1 / 21 + s / 23)));
  const middle = 1 / 7 + s * (1 / 9 + s * (1 / 11 + s * (1 / 13 + s * far)));
  return 2 * sum * s * (1 + s * (1 / 3 + s * (1 / 5 + s * middle)));
}
