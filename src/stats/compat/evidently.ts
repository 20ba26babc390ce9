import { totalOf } from '../counts.ts';
import { countBoth, quantileBins } from '../row-bins.ts';
import type { Sample } from '../sample.ts';
import { countLeftClosed, sturgesEdges } from './numpy-bins.ts';

type Pair = { reference: Float64Array; current: Float64Array };

/**
 * Counts in the bins of Evidently 0.7.21: one a distinct value of either sample when the reference has at most 20,
 * else equal bins by numpy's "sturges" rule over both samples together. They depend on the current window, so scores
 * of two windows are not comparable: for checking against that tool only. O((n + m)·log(n + m)).
 */
export function evidentlyCounts(reference: Sample, current: Sample): Pair {
  const pooled = Float64Array.from([...reference.sorted, ...current.sorted]).sort();
  if (quantileBins(reference).kind === 'distinct') {
    const values = Float64Array.from(new Set(pooled));
    return countBoth({ kind: 'distinct', values }, reference, current);
  }
  const edges = sturgesEdges(pooled);
  return {
    reference: countLeftClosed(edges, reference.sorted),
    current: countLeftClosed(edges, current.sorted),
  };
}

/** Population stability index as that tool has it: empty bins get a small share, without renormalising. O(k). */
export function evidentlyPsi(counts: Pair): number {
  const { reference, current } = filledShares(counts);
  return reference.reduce(
    (sum, p, i) => sum + (p - (current[i] as number)) * Math.log(p / (current[i] as number)),
    0,
  );
}

/** Kullback-Leibler divergence of the reference from the current sample, as that tool has it. O(k). */
export function evidentlyKullbackLeibler(counts: Pair): number {
  const { reference, current } = filledShares(counts);
  const total1 = totalOf(reference);
  const total2 = totalOf(current);
  return reference.reduce(
    (sum, p, i) => sum + (p / total1) * Math.log(p / total1 / ((current[i] as number) / total2)),
    0,
  );
}

/** One-sample chi-square statistic with the reference, scaled to the current size, taken as exact. O(k). */
export function evidentlyChiSquare({ reference, current }: Pair): { statistic: number; degrees: number } {
  const [n, m] = [totalOf(reference), totalOf(current)];
  let statistic = 0;
  for (const [i, count] of reference.entries()) {
    const expected = (count * m) / n;
    const difference = (current[i] as number) - expected;
    if (difference !== 0) statistic += (difference * difference) / expected;
  }
  return { statistic, degrees: reference.length - 1 };
}

function filledShares({ reference, current }: Pair): Pair {
  return { reference: filled(reference), current: filled(current) };
}

function filled(counts: Float64Array): Float64Array {
  const total = totalOf(counts);
  if (total === 0) return Float64Array.of(NaN);
  const shares = counts.map((count) => count / total);
  const smallest = shares.reduce((least, share) => (share > 0 && share < least ? share : least), Infinity);
  const fill = smallest <= 0.0001 ? smallest / 1e6 : 0.0001;
  return shares.map((share) => (share === 0 ? fill : share));
}
