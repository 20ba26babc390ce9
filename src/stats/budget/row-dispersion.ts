import { requireSameBins, totalOf } from '../counts.ts';

/** Fewer neighbouring pairs of windows say too little about how rows hang together. */
const leastPairs = 8;

/** Bin counts of two windows that differ by chance alone. */
export type NullPair = readonly [Float64Array, Float64Array];

/**
 * How many dependent rows are worth one independent row where the reference keeps no order of its rows: from
 * how much neighbouring windows differ, see `pairDispersion`. What differs from one window to the next by
 * season counts as dependence; that errs on the safe side. O(windows · bins + bins²).
 *
 * @param windows bin counts of consecutive windows, each of length k
 * @param isOrdered whether the bins are intervals in ascending order
 * @returns at least 1; 1 with fewer than 8 pairs of windows that have rows in two bins
 * @throws {RangeError} when the windows differ in the number of bins
 */
export function rowDispersion(windows: readonly Float64Array[], isOrdered: boolean): number {
  const pairs = windows.slice(1).map((second, i): NullPair => [windows[i] as Float64Array, second]);
  return pairDispersion(pairs, isOrdered);
}

/**
 * How many dependent rows are worth one independent row, from how much more two windows without drift differ
 * than chance lets independent rows: about 1 to 1.4 for independent ones, up to (1 + φ)/(1 − φ) for
 * neighbouring windows and an autocorrelation φ from row to row. Two statistics over their law: the
 * two-sample X² over all bins (the correction of Rao & Scott 1984) and, for ordered bins, the Cramér-von
 * Mises form, where a wandering mean shows most; the larger counts. Of each the median over the pairs, so
 * that a drift, which touches few pairs, does not pass for dependence, and of that the upper 95 % limit: an
 * estimate too low breaks the promise, one too high costs a little power. Divide both sides' rows by it
 * before a p-value is taken. O(pairs · bins + bins²).
 *
 * @param isOrdered whether the bins are intervals in ascending order
 * @returns at least 1; 1 with fewer than 8 pairs that have rows in two bins
 * @throws {RangeError} when the windows differ in the number of bins
 */
export function pairDispersion(pairs: readonly NullPair[], isOrdered: boolean): number {
  const law = isOrdered ? cumulativeLaw(pairs) : undefined;
  const ratios: number[] = [];
  const cumulativeRatios: number[] = [];
  for (const [first, second] of pairs) {
    requireSameBins(first, second);
    const n = totalOf(first);
    const m = totalOf(second);
    if (n === 0 || m === 0) continue;
    const ratio = chiSquareRatio(first, second, n, m);
    if (ratio !== undefined) ratios.push(ratio);
    if (law) cumulativeRatios.push(cumulativeStatistic(first, second, n, m) / law.median);
  }
  return Math.max(1, upperMedian(ratios), upperMedian(cumulativeRatios));
}

/** X² of two windows over the median of its law; bins with fewer than 5 rows in both together are one bin. */
function chiSquareRatio(first: Float64Array, second: Float64Array, n: number, m: number): number | undefined {
  let rareFirst = 0;
  let rareSecond = 0;
  let filled = 0;
  let statistic = 0;
  for (let i = 0; i < first.length; i++) {
    const a = first[i] as number;
    const b = second[i] as number;
    if (a + b >= 5) {
      filled += 1;
      statistic += squareTerm(a, b, n, m);
    } else {
      rareFirst += a;
      rareSecond += b;
    }
  }
  if (rareFirst + rareSecond > 0) {
    filled += 1;
    statistic += squareTerm(rareFirst, rareSecond, n, m);
  }
  return filled < 2 ? undefined : statistic / (filled - 1) / medianOverMean(filled - 1);
}

function squareTerm(a: number, b: number, n: number, m: number): number {
  return (a * m - b * n) ** 2 / (a + b) / n / m;
}

/** nm/(n + m) · Σ (F − G)² over the edges between bins. */
function cumulativeStatistic(first: Float64Array, second: Float64Array, n: number, m: number): number {
  let gap = 0;
  let squares = 0;
  for (let i = 0; i < first.length - 1; i++) {
    gap += (first[i] as number) / n - (second[i] as number) / m;
    squares += gap * gap;
  }
  return (squares * n * m) / (n + m);
}

/**
 * A weighted sum of squares of normal numbers with the covariance F(1 − G), F ≤ G, taken as the χ² with its
 * mean and variance (Satterthwaite).
 */
function cumulativeLaw(pairs: readonly NullPair[]): { median: number } | undefined {
  const pooled = new Float64Array(pairs[0]?.[1].length ?? 0);
  for (const [, counts] of pairs) for (let i = 0; i < pooled.length; i++) pooled[i]! += counts[i] ?? 0;
  const edges = pooled.length - 1;
  const below = new Float64Array(Math.max(0, edges));
  const total = totalOf(pooled);
  let [sum, mean, squares] = [0, 0, 0];
  for (let i = 0; i < edges; i++) {
    sum += (pooled[i] as number) / total;
    below[i] = Math.min(1, sum);
    mean += sum * (1 - sum);
    for (let j = 0; j <= i; j++) squares += (j === i ? 1 : 2) * ((below[j] as number) * (1 - sum)) ** 2;
  }
  return mean > 1e-12 ? { median: mean * medianOverMean((mean * mean) / squares) } : undefined;
}

/** Of χ², by Wilson & Hilferty (1931): 3 % high for one degree of freedom, 0.3 % for three. */
function medianOverMean(degrees: number): number {
  return (1 - 2 / (9 * degrees)) ** 3;
}

/** The order statistic that lies above the median with 95 %; 1 where too few pairs speak. */
function upperMedian(ratios: number[]): number {
  if (ratios.length < leastPairs) return 1;
  const sorted = new Float64Array(ratios).sort();
  const rank = Math.ceil(sorted.length / 2 + 0.8224 * Math.sqrt(sorted.length));
  return sorted[Math.min(sorted.length, rank) - 1] as number;
}
