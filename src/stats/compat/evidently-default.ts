import type { Sample } from '../sample.ts';
import { jensenShannon } from '../jensen-shannon.ts';
import { ksOnRows } from '../ks.ts';
import { chiSquareTail } from '../special/chi-square-tail.ts';
import { twoShares } from '../two-shares.ts';
import { wassersteinOnRows } from '../wasserstein.ts';
import { evidentlyChiSquare } from './evidently.ts';

export type EvidentlyDefault = {
  test: 'wasserstein' | 'jensenshannon' | 'ks' | 'chisquare' | 'z';
  /** A distance (drift when large) or a p-value (drift when small), as that tool's one score is. */
  score: number;
  isDrift: boolean;
};

/**
 * What Evidently 0.7.23 says of a column without any setting (`_get_default_stattest`): up to 1000 reference
 * rows a test at p < 0.05 (KS ≤ 0.05), above a distance ≥ 0.1: Wasserstein over the reference's standard
 * deviation for numbers of more than 5 distinct values, Jensen-Shannon in nats else. A data set drifts when
 * half of its columns do. O((n + m)·log(n + m)), and the law of `ksOnRows` for up to 1000 reference rows.
 *
 * @param kind of the column; categories come as numbers that name them
 */
export function evidentlyDefault(
  reference: Sample,
  current: Sample,
  kind: 'numeric' | 'categorical',
): EvidentlyDefault {
  const isSmall = reference.sorted.length <= 1000;
  const isContinuous = kind === 'numeric' && hasMoreThanFive(reference, current);
  if (isContinuous && isSmall) {
    const test = ksOnRows(reference, current);
    const p = test.status === 'ok' ? test.p : NaN;
    return { test: 'ks', score: p, isDrift: p <= 0.05 };
  }
  if (isContinuous) {
    const { distance, normalised } = wassersteinOnRows(reference, current);
    const deviation = distance === 0 ? Infinity : distance / normalised;
    const score = distance / Math.max(deviation, 0.001);
    return { test: 'wasserstein', score, isDrift: score >= 0.1 };
  }
  const counts = distinctCounts(reference, current);
  if (!isSmall) {
    const score = jensenShannon(counts.reference, counts.current) * Math.sqrt(Math.LN2);
    return { test: 'jensenshannon', score, isDrift: score >= 0.1 };
  }
  const distinct = counts.reference.length;
  if (distinct > 2) {
    const { statistic, degrees } = evidentlyChiSquare(counts);
    const p = chiSquareTail(statistic, degrees);
    return { test: 'chisquare', score: p, isDrift: p < 0.05 };
  }
  const { sorted } = reference;
  const p =
    distinct < 2
      ? 1
      : zP(counts.reference[1] as number, sorted.length, counts.current[1] as number, current.sorted.length);
  return { test: 'z', score: p, isDrift: p < 0.05 };
}

function hasMoreThanFive(reference: Sample, current: Sample): boolean {
  const found = new Set<number>();
  for (const { sorted } of [reference, current]) {
    for (let i = 0; i < sorted.length && found.size <= 5; i++) found.add(sorted[i] as number);
  }
  return found.size > 5;
}

function distinctCounts(
  reference: Sample,
  current: Sample,
): { reference: Float64Array; current: Float64Array } {
  const values = Float64Array.from(new Set([...reference.sorted, ...current.sorted])).sort();
  const positions = new Map(Array.from(values, (value, i) => [value, i]));
  const countsOf = ({ sorted }: Sample): Float64Array => {
    const counts = new Float64Array(values.length);
    for (const value of sorted) counts[positions.get(value) as number]! += 1;
    return counts;
  };
  return { reference: countsOf(reference), current: countsOf(current) };
}

function zP(referenceCount: number, n: number, currentCount: number, m: number): number {
  const test = twoShares(referenceCount, n, currentCount, m);
  return test.status === 'ok' ? test.zP : NaN;
}
