import { pearson } from './pearson.ts';
import { completePairs } from './pairs.ts';
import { midranks } from './spearman.ts';

export interface RedundantGroup {
  /** Positions of the series, ascending. */
  members: number[];
  /** The weakest agreement between two of them, 0–1. */
  agreement: number;
}

export interface RedundancyOptions {
  /** Series of a group agree at least so much, each with each. */
  least?: number;
  /** Fewer slots with both values say nothing of a pair. */
  leastPairs?: number;
}

/**
 * Groups of series of which one would do: complete linkage on their agreement, the smaller of |Spearman's ρ| of the
 * values and of their first differences. By the values alone all series with one daily pattern would be one group; by
 * the differences alone slow ones would be told apart by their noise.
 *
 * @param series k columns of one length, NaN where there is no value
 * @returns groups of two and more, the largest first; a constant series is in none
 * @throws {RangeError} when the lengths differ
 *
 * Everitt et al., Cluster Analysis (2011), section 4.2. O(k²·n log n).
 */
export function redundantGroups(
  series: readonly Float64Array[],
  { least = 0.9, leastPairs = 30 }: RedundancyOptions = {},
): RedundantGroup[] {
  const changes = series.map(firstDifferences);
  const agreements = series.map(() => new Float64Array(series.length));
  const pairs: { a: number; b: number; agreement: number }[] = [];
  for (let a = 0; a < series.length; a++) {
    for (let b = a + 1; b < series.length; b++) {
      const values = rankCorrelation(series[a], series[b], leastPairs);
      if (!(values >= least)) continue;
      const agreement = Math.min(values, rankCorrelation(changes[a], changes[b], leastPairs - 1));
      if (!(agreement >= least)) continue;
      (agreements[a] as Float64Array)[b] = agreement;
      (agreements[b] as Float64Array)[a] = agreement;
      pairs.push({ a, b, agreement });
    }
  }
  const groupOf = series.map((_, index) => [index]);
  for (const { a, b } of pairs.sort((x, y) => y.agreement - x.agreement)) {
    const [first, second] = [groupOf[a], groupOf[b]] as [number[], number[]];
    if (first === second || weakest(agreements, first, second) < least) continue;
    const joined = [...first, ...second];
    for (const member of joined) groupOf[member] = joined;
  }
  return [...new Set(groupOf)]
    .filter(({ length }) => length > 1)
    .map((members) => ({
      members: members.toSorted((x, y) => x - y),
      agreement: weakest(agreements, members, members),
    }))
    .sort((x, y) => y.members.length - x.members.length || y.agreement - x.agreement);
}

/** |ρ| over the slots with both values; NaN with too few of them, or when a side is constant there. */
function rankCorrelation(
  x: Float64Array | undefined,
  y: Float64Array | undefined,
  leastPairs: number,
): number {
  const pairs = completePairs(x ?? [], y ?? []);
  if (pairs.x.length < leastPairs) return NaN;
  const result = pearson(midranks(pairs.x), midranks(pairs.y));
  return result.status === 'ok' ? Math.abs(result.statistic) : NaN;
}

function firstDifferences(values: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(0, values.length - 1) }, (_, i) => {
    return (values[i + 1] as number) - (values[i] as number);
  });
}

function weakest(
  agreements: readonly Float64Array[],
  first: readonly number[],
  second: readonly number[],
): number {
  let least = 1;
  for (const a of first) {
    for (const b of second) if (a !== b) least = Math.min(least, agreements[a]?.[b] ?? 0);
  }
  return least;
}
