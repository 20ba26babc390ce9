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
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);

  const filled = filledBins(reference, current);
  const statistic = sumOverFilled(reference, current, n, m, filled, 0.5);
  const evidence =
    dispersion === 1 ? statistic : sumOverFilled(reference, current, n, m, filled, 0.5 * dispersion);
  const degrees = filled - 1;
  const lnP = logChiSquareTail(evidence / (1 / n + 1 / m) / dispersion, degrees);
  return { status: 'ok', statistic, effect: statistic, p: Math.exp(lnP), lnP, n, m, bins: filled, degrees };
}

/** A reference for many tests, with all that they share. */
export type PsiReference = {
  counts: Float64Array;
  dispersion: number;
  n: number;
  /** Bins with rows of the reference. */
  filled: number;
  plain: Smoothed;
  thinned: Smoothed;
};

/** The shares and logarithms of a reference to whose bins α rows are added. */
type Smoothed = {
  alpha: number;
  /** (r + α)/(n + αk) and ln(r + α) of each of the k bins that the reference fills, in turn. */
  reference: Float64Array;
  /** ln(c + α) of the counts 0, 1, 2, … */
  ofCount: Float64Array;
};

const tabled = 256;
const logsOfHalfRow = logsOfCounts(0.5);

/** Prepares the bin counts of a reference for `psiTests`: 2 kB and the time of half a dozen tests, where rows count for less than one. O(k). */
export function psiReference(counts: Float64Array, dispersion: number): PsiReference {
  const n = totalOf(counts);
  const filled = filledBins(counts, counts);
  const plain = smoothed(counts, n, filled, 0.5, logsOfHalfRow);
  const alpha = 0.5 * dispersion;
  const thinned = dispersion === 1 ? plain : smoothed(counts, n, filled, alpha, logsOfCounts(alpha));
  return { counts, dispersion, n, filled, plain, thinned };
}

/**
 * Effect and p of `psiTest` for many samples, to about 1e-14, into arrays that hold NaN, which stays where either side is
 * empty: whole counts below 256 need no logarithm. O(samples · k), no allocation where the reference fills every bin.
 *
 * @param isWanted of each sample, whether it is to be tested
 */
export function psiTests(
  prepared: PsiReference,
  samples: readonly { counts: Float64Array }[],
  isWanted: (sample: number) => boolean,
  effects: Float64Array,
  p: Float64Array,
): void {
  const { counts, dispersion, n, filled, plain, thinned } = prepared;
  const isFull = filled === counts.length;
  for (let i = 0; i < samples.length; i++) {
    if (!isWanted(i)) continue;
    const current = (samples[i] as { counts: Float64Array }).counts;
    if (!isFull) {
      const result = psiTest(counts, current, { dispersion });
      if (result.status === 'unavailable') continue;
      effects[i] = result.effect;
      p[i] = result.p;
      continue;
    }
    const m = totalOf(current);
    if (n === 0 || m === 0) continue;
    const effect = sumOverAll(plain, n, current, m);
    const evidence = thinned === plain ? effect : sumOverAll(thinned, n, current, m);
    effects[i] = effect;
    p[i] = Math.exp(logChiSquareTail(evidence / (1 / n + 1 / m) / dispersion, filled - 1));
  }
}

function logsOfCounts(alpha: number): Float64Array {
  return Float64Array.from({ length: tabled }, (_, count) => Math.log(count + alpha));
}

function smoothed(
  counts: Float64Array,
  n: number,
  filled: number,
  alpha: number,
  ofCount: Float64Array,
): Smoothed {
  const reference = new Float64Array(2 * counts.length);
  for (const [i, count] of counts.entries()) {
    reference[2 * i] = (count + alpha) / (n + alpha * filled);
    reference[2 * i + 1] = Math.log(count + alpha);
  }
  return { alpha, reference, ofCount };
}

/** The index where the reference fills every bin. */
function sumOverAll(
  { alpha, reference, ofCount }: Smoothed,
  n: number,
  current: Float64Array,
  m: number,
): number {
  const k = current.length;
  const perRow = 1 / (m + alpha * k);
  const logOfTotals = Math.log((n + alpha * k) * perRow);
  let sum = 0;
  for (let i = 0; i < k; i++) {
    const c = current[i] as number;
    const p = reference[2 * i] as number;
    const q = (c + alpha) * perRow;
    const whole = c | 0;
    sum +=
      whole === c && whole < tabled && whole >= 0
        ? (q - p) * ((ofCount[whole] as number) - (reference[2 * i + 1] as number) + logOfTotals)
        : termOf(p, q);
  }
  return sum;
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
  alpha: number,
): number {
  const referenceRows = n + alpha * filled;
  const currentRows = m + alpha * filled;
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    const r = reference[i] as number;
    const c = current[i] as number;
    if (r + c > 0) sum += termOf((r + alpha) / referenceRows, (c + alpha) / currentRows);
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
