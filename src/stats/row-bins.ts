import type { Sample } from './sample.ts';

/**
 * Bins of raw values, fixed by a reference: one a distinct value when there are at most 20 (and a last one,
 * "unseen", for all others), else right-closed intervals (−∞, e₁], (e₁, e₂], …, (eₖ, ∞).
 */
export type RowBins = { kind: 'distinct'; values: Float64Array } | { kind: 'intervals'; edges: Float64Array };

/**
 * Bins on the rows of the reference, as `numericBins` makes them on its histogram: its distinct values when there
 * are few, else quantiles of type 7 as edges, at positions worked out in whole numbers so that other languages
 * find the same. An edge at or above the maximum becomes the largest value below it; duplicates are dropped. Below 50 rows
 * there are ⌊n/5⌋ bins, at least two. O(bins · log n).
 */
export function quantileBins({ sorted }: Sample, wanted = 10, mostDistinct = 20): RowBins {
  const distinct = firstDistinct(sorted, mostDistinct + 1);
  if (distinct.length <= mostDistinct) return { kind: 'distinct', values: distinct };

  const n = sorted.length;
  const bins = n < 50 ? Math.max(2, Math.floor(n / 5)) : wanted;
  const max = sorted[n - 1] as number;
  const edges: number[] = [];
  for (let i = 1; i < bins; i++) {
    const at = Math.floor((i * (n - 1)) / bins);
    const rest = i * (n - 1) - at * bins;
    const below = sorted[at] as number;
    let edge = rest === 0 ? below : below + ((sorted[at + 1] as number) - below) * (rest / bins);
    if (edge >= max) edge = largestBelow(sorted, max);
    if (edge !== edges.at(-1)) edges.push(edge);
  }
  return { kind: 'intervals', edges: Float64Array.from(edges) };
}

/** `wanted` intervals of equal width over the range of the reference, open at both ends. O(bins). */
export function equalWidthBins({ sorted }: Sample, wanted = 10): RowBins {
  const min = sorted[0] ?? NaN;
  const max = sorted[sorted.length - 1] ?? NaN;
  const edges = Float64Array.from({ length: wanted - 1 }, (_, i) => min + ((max - min) * (i + 1)) / wanted);
  return { kind: 'intervals', edges };
}

/** Counts in the bins: for distinct values with the "unseen" bin at the end. O(bins · log n). */
export function countRows(bins: RowBins, { sorted }: Sample): Float64Array {
  const borders = bins.kind === 'distinct' ? bins.values : bins.edges;
  const counts = new Float64Array(borders.length + 1);
  let counted = 0;
  let before = 0;
  for (let bin = 0; bin < borders.length; bin++) {
    const border = borders[bin] as number;
    const from = bins.kind === 'distinct' ? firstFrom(sorted, border, before) : before;
    before = firstAbove(sorted, border, from);
    counts[bin] = before - from;
    counted += before - from;
  }
  counts[borders.length] = sorted.length - counted;
  return counts;
}

/** Counts of both samples; a bin "unseen" that is empty on both sides is left out. O(bins · log n). */
export function countBoth(
  bins: RowBins,
  reference: Sample,
  current: Sample,
): { reference: Float64Array; current: Float64Array } {
  const counts = { reference: countRows(bins, reference), current: countRows(bins, current) };
  const last = counts.reference.length - 1;
  if (bins.kind !== 'distinct' || counts.reference[last] !== 0 || counts.current[last] !== 0) return counts;
  return { reference: counts.reference.slice(0, last), current: counts.current.slice(0, last) };
}

function firstDistinct(sorted: Float64Array, most: number): Float64Array {
  const distinct: number[] = [];
  for (let at = 0; at < sorted.length && distinct.length < most;) {
    const value = sorted[at] as number;
    distinct.push(value);
    at = firstAbove(sorted, value, at);
  }
  return Float64Array.from(distinct);
}

function largestBelow(sorted: Float64Array, max: number): number {
  return sorted[Math.max(0, firstFrom(sorted, max, 0) - 1)] as number;
}

/** Position of the first value that is at least `border`, at `low` or later. */
function firstFrom(sorted: Float64Array, border: number, low: number): number {
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < border) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Position of the first value above `border`, at `low` or later. */
function firstAbove(sorted: Float64Array, border: number, low: number): number {
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= border) low = middle + 1;
    else high = middle;
  }
  return low;
}
