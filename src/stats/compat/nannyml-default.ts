import { jensenShannon } from '../jensen-shannon.ts';
import type { Sample } from '../sample.ts';
import { countLeftClosed, doaneEdges } from './numpy-bins.ts';

export type NannyMlDefault = {
  /** Mean + 3 population standard deviations of the scores of the reference's own chunks. */
  threshold: number;
  scoreOf: (chunk: Sample) => number;
  isAlert: (chunk: Sample) => boolean;
};

/**
 * The univariate drift calculator of NannyML 0.13.1 without any setting: Jensen-Shannon distance, base 2, on
 * equal bins by numpy's "doane" rule on the reference (categories: each value), what the reference does not
 * have as one more bin; the threshold from ten chunks of the reference, each part of the very reference it
 * is compared with. O(rows) here and for each chunk that is scored.
 *
 * @param chunks of the reference: its rows in order, n // 10 a chunk, as the default chunker cuts them (what
 *   is left over is a chunk too)
 * @param kind of the column; categories come as numbers that name them
 */
export function nannyMlDefault(
  reference: Sample,
  chunks: readonly Sample[],
  kind: 'numeric' | 'categorical',
): NannyMlDefault {
  const count = kind === 'numeric' ? continuousCounts(reference) : categoricalCounts(reference);
  const own = count(reference);
  const scoreOf = (chunk: Sample): number => jensenShannon(own, count(chunk));
  const scores = chunks.map(scoreOf);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
  const threshold = mean + 3 * Math.sqrt(variance);
  return { threshold, scoreOf, isAlert: (chunk) => scoreOf(chunk) > threshold };
}

type Count = (sample: Sample) => Float64Array;

function continuousCounts(reference: Sample): Count {
  const edges = doaneEdges(reference.sorted);
  return ({ sorted }) => {
    const inside = countLeftClosed(edges, sorted);
    const rows = inside.reduce((sum, count) => sum + count, 0);
    return Float64Array.from([...inside, sorted.length - rows]);
  };
}

function categoricalCounts(reference: Sample): Count {
  const positions = new Map(Array.from(new Set(reference.sorted), (value, i) => [value, i]));
  return ({ sorted }) => {
    const counts = new Float64Array(positions.size + 1);
    for (const value of sorted) counts[positions.get(value) ?? positions.size]! += 1;
    return counts;
  };
}
