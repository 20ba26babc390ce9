import { requireSameBins, totalOf } from './counts.ts';
import { rowKernel } from './row-kernel/row-kernel.ts';
import type { Sample } from './sample.ts';
import { logBinomialProbability } from './special/binomial.ts';
import { kolmogorovFiniteTail } from './special/kolmogorov-finite.ts';
import { kolmogorovTail, logKolmogorovTail } from './special/kolmogorov.ts';
import { type Bound, type TestResult, unavailable } from './test-result.ts';

/**
 * `greater`: the reference's distribution function lies above the current one somewhere, so current values tend to
 * be larger (the naming of SciPy).
 */
export type KsAlternative = 'two-sided' | 'less' | 'greater';

/** The law that p is taken from; `auto` is the exact one where it is cheap. */
export type KsLaw = 'auto' | 'exact' | 'asymptotic' | 'limit';

type KsDetails = {
  /** The law that gave p. */
  law: 'exact' | 'exact-equal-sizes' | 'asymptotic-kstwo' | 'asymptotic-one-sided' | 'limit';
  /** The value at which the distance is largest. */
  location: number;
};

const mostPaths = 1_000_000;

/**
 * Two-sample Kolmogorov-Smirnov test, `max |F − G|` over all values, read after all ties at a value. p for
 * `auto`: exact when n = m (closed form, any size) or n·m ≤ 10⁶ (recursion over paths); else the finite-n law of the
 * one-sample statistic at round(nm/(n + m)), SciPy's "asymp". With ties all of them are conservative. O(n + m) for
 * the distance.
 */
export function ksOnRows(
  reference: Sample,
  current: Sample,
  { alternative = 'two-sided', law = 'auto' }: { alternative?: KsAlternative; law?: KsLaw } = {},
): TestResult<KsDetails> {
  const n = reference.sorted.length;
  const m = current.sorted.length;
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);

  const gap =
    alternative === 'two-sided'
      ? rowKernel(n + m).gaps(reference.sorted, current.sorted)
      : largestGap(reference.sorted, current.sorted, alternative);
  return ksOfGap(gap, n, m, { alternative, law });
}

/**
 * The test where the largest distance is known, in steps of 1/(nm); n, m > 0. O(nm) where paths are counted, which
 * `auto` does up to 10⁶ steps; else little.
 */
export function ksOfGap(
  { steps, location }: { steps: number; location: number },
  n: number,
  m: number,
  { alternative = 'two-sided', law = 'auto' }: { alternative?: KsAlternative; law?: KsLaw } = {},
): { status: 'ok' } & TestResult<KsDetails> {
  const statistic = steps / n / m;
  const significance = significanceOf(steps, n, m, alternative, law);
  return { status: 'ok', statistic, effect: statistic, ...significance, n, m, location };
}

/**
 * Kolmogorov-Smirnov from counts in ordered bins. `statistic` is the largest difference at a bin edge, which is
 * never more than the distance of the rows; `bound` holds that distance: inside a bin the reference's mass may all
 * come before the current one's, or after. p is of the limiting distribution at the statistic, so on the safe side; O(k),
 * no allocation beyond the result.
 *
 * @param reference bin counts, length k
 * @param current counts in the same bins, length k
 * @param hasUnseen whether the last bin holds what the reference never had: such rows have no place in the order, so they are not
 *   part of the statistic, and the bound allows for them anywhere
 * @param dispersion how many dependent rows are worth one independent row: the statistic is of all rows, p that of
 *   1/dispersion as many
 * @throws {RangeError} when the lengths differ
 */
export function ksOnBins(
  reference: Float64Array,
  current: Float64Array,
  { hasUnseen = false, dispersion = 1 }: { hasUnseen?: boolean; dispersion?: number } = {},
): TestResult<{ bound: Bound }> {
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);

  const last = reference.length - 1;
  const loose = hasUnseen ? (current[last] as number) / m : 0;
  let gap = 0;
  let statistic = 0;
  let low = 0;
  let high = loose;
  for (let i = 0; i <= (hasUnseen ? last - 1 : last); i++) {
    const p = (reference[i] as number) / n;
    const q = (current[i] as number) / m;
    high = Math.max(high, gap + p, q + loose - gap);
    gap += p - q;
    statistic = Math.max(statistic, Math.abs(gap));
    low = Math.max(low, gap - loose, -gap);
  }
  const lambda = statistic * Math.sqrt((n * m) / (n + m) / dispersion);
  const lnP = logKolmogorovTail(lambda);
  const bound = { low: Math.min(low, statistic), high: Math.min(1, Math.max(high, statistic)) };
  return {
    status: 'ok',
    statistic,
    effect: statistic,
    p: Math.exp(lnP),
    lnP,
    n,
    m,
    bins: reference.length,
    bound,
  };
}

/** The one-sided distance in whole steps of 1/(nm), so that no rounding decides a tie. */
function largestGap(
  reference: Float64Array,
  current: Float64Array,
  alternative: 'less' | 'greater',
): { steps: number; location: number } {
  const n = reference.length;
  const m = current.length;
  const sign = alternative === 'greater' ? 1 : -1;
  let steps = 0;
  let location = Math.min(reference[0] as number, current[0] as number);
  let i = 0;
  let j = 0;
  while (i < n && j < m) {
    const x = reference[i] as number;
    const y = current[j] as number;
    const value = x <= y ? x : y;
    while (i < n && reference[i] === value) i += 1;
    while (j < m && current[j] === value) j += 1;
    const gap = sign * (i * m - j * n);
    if (gap > steps) {
      steps = gap;
      location = value;
    }
  }
  return { steps, location };
}

function significanceOf(
  steps: number,
  n: number,
  m: number,
  alternative: KsAlternative,
  law: KsLaw,
): { p: number; lnP: number; law: KsDetails['law'] } {
  const lambda = (steps / n / m) * Math.sqrt((n * m) / (n + m));
  if (law === 'limit') {
    if (alternative !== 'two-sided') return { ...oneSidedLimit(lambda), law: 'limit' };
    return { p: kolmogorovTail(lambda), lnP: logKolmogorovTail(lambda), law: 'limit' };
  }
  const isExact = law === 'exact' || (law === 'auto' && (n === m || n * m <= mostPaths));
  if (isExact) {
    if (n === m) {
      const lnP = logEqualSizes(Math.round(steps / n), n, alternative);
      return { p: Math.exp(lnP), lnP, law: 'exact-equal-sizes' };
    }
    const lnP = logPaths(steps, n, m, alternative);
    return { p: Math.exp(lnP), lnP, law: 'exact' };
  }
  if (alternative === 'two-sided') {
    const size = roundHalfEven((n * m) / (n + m));
    const d = steps / n / m;
    const p = kolmogorovFiniteTail(d, size);
    const lnP = p > 1e-300 || Number.isNaN(p) ? Math.log(p) : Math.LN2 - 2 * size * d * d;
    return { p, lnP, law: 'asymptotic-kstwo' };
  }
  const large = Math.max(n, m);
  const small = Math.min(n, m);
  const lnP =
    -2 * lambda * lambda -
    (2 * lambda * (large + 2 * small)) / Math.sqrt(large * small * (large + small)) / 3;
  return { p: Math.exp(lnP), lnP, law: 'asymptotic-one-sided' };
}

function oneSidedLimit(lambda: number): { p: number; lnP: number } {
  const lnP = -2 * lambda * lambda;
  return { p: Math.exp(lnP), lnP };
}

/** ln of Σⱼ ±C(2n, n − jh)/C(2n, n), j = 1, 2, …: the reflection principle for two samples of n. */
function logEqualSizes(h: number, n: number, alternative: KsAlternative): number {
  if (h === 0) return 0;
  const middle = logBinomialProbability(n, 2 * n, 0.5);
  const first = logBinomialProbability(n - h, 2 * n, 0.5) - middle;
  if (alternative !== 'two-sided') return first;
  let rest = 0; // relative to the first term
  for (let j = 2; j * h <= n; j++) {
    const term = Math.exp(logBinomialProbability(n - j * h, 2 * n, 0.5) - middle - first);
    rest += j % 2 === 0 ? -term : term;
    if (term < 1e-18) break;
  }
  return Math.min(0, Math.LN2 + first + Math.log1p(rest));
}

/**
 * ln of the probability that a random path from (0, 0) to (n, m) touches |i·m − j·n| ≥ steps: probabilities of
 * having touched, so all terms are positive and the tail keeps its digits; their logarithms where they leave the
 * range of a double.
 */
function logPaths(steps: number, n: number, m: number, alternative: KsAlternative): number {
  if (steps === 0) return 0;
  const isBeyond = (i: number, j: number) => {
    const difference = i * m - j * n;
    if (alternative === 'two-sided') return Math.abs(difference) >= steps;
    return (alternative === 'greater' ? difference : -difference) >= steps;
  };
  const touched = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (isBeyond(i, j)) touched[j] = 1;
      else if (i + j > 0) {
        const left = j > 0 ? (touched[j - 1] as number) : 0;
        touched[j] = (i * (touched[j] as number) + j * left) / (i + j);
      }
    }
  }
  const p = touched[m] as number;
  if (p > 1e-290) return Math.log(p);

  touched.fill(-Infinity);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (isBeyond(i, j)) touched[j] = 0;
      else if (i + j > 0) {
        const down = Math.log(i / (i + j)) + (touched[j] as number);
        const left = j > 0 ? Math.log(j / (i + j)) + (touched[j - 1] as number) : -Infinity;
        const larger = Math.max(down, left);
        touched[j] =
          larger === -Infinity ? larger : larger + Math.log1p(Math.exp(Math.min(down, left) - larger));
      }
    }
  }
  return touched[m] as number;
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
