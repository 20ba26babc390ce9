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
 * there are ⌊n/5⌋ bins, at least two.
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

/** `wanted` intervals of equal width over the range of the reference, open at both ends. */
export function equalWidthBins({ sorted }: Sample, wanted = 10): RowBins {
  const min = sorted[0] ?? NaN;
  const max = sorted[sorted.length - 1] ?? NaN;
  const edges = Float64Array.from({ length: wanted - 1 }, (_, i) => min + ((max - min) * (i + 1)) / wanted);
  return { kind: 'intervals', edges };
}

/** Counts in the bins: for distinct values with the "unseen" bin at the end. O(n). */
export function countRows(bins: RowBins, { sorted }: Sample): Float64Array {
  const borders = bins.kind === 'distinct' ? bins.values : bins.edges;
  const counts = new Float64Array(borders.length + 1);
  let bin = 0;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] as number;
    while (bin < borders.length && (borders[bin] as number) < value) bin += 1;
    const isUnseen = bins.kind === 'distinct' && borders[bin] !== value;
    counts[isUnseen ? borders.length : bin]! += 1;
  }
  return counts;
}

/** Counts of both samples; a bin "unseen" that is empty on both sides is left out. */
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
  for (let i = 0; i < sorted.length && distinct.length < most; i++) {
    if (sorted[i] !== distinct.at(-1)) distinct.push(sorted[i] as number);
  }
  return Float64Array.from(distinct);
}

function largestBelow(sorted: Float64Array, max: number): number {
  let at = sorted.length - 1;
  while (at > 0 && sorted[at] === max) at -= 1;
  return sorted[at] as number;
}
