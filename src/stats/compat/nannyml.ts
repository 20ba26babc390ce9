import { hellinger } from '../hellinger.ts';
import { jensenShannon } from '../jensen-shannon.ts';
import type { Sample } from '../sample.ts';
import { countLeftClosed, doaneEdges, equalEdges } from './numpy-bins.ts';

/**
 * Jensen-Shannon (base 2) and Hellinger distance as NannyML 0.13.1 computes them on continuous columns: equal bins
 * by numpy's "doane" rule on the reference, what lies outside its range as one more bin. O(n + m).
 */
export function nannyMlDistances(
  reference: Sample,
  current: Sample,
): { jensenShannon: number; hellinger: number; edges: Float64Array } {
  const edges = doaneEdges(reference.sorted);
  const first = countLeftClosed(edges, reference.sorted);
  const second = countLeftClosed(edges, current.sorted);
  const outside = current.sorted.length - second.reduce((sum, count) => sum + count, 0);
  const r = Float64Array.from([...first, 0]);
  const c = Float64Array.from([...second, outside]);
  return { jensenShannon: jensenShannon(r, c), hellinger: hellinger(r, c), edges };
}

const binsOfEstimate = 10_000;

/**
 * Kolmogorov-Smirnov statistic as NannyML 0.13.1 has it from 10,000 reference rows on: distribution functions read at
 * the right ends of 10,000 equal bins over the reference's range, so not exact. O(n + m), and 10,000 bins.
 */
export function nannyMlKs(reference: Sample, current: Sample): number {
  const { first, second } = distributionsOf(reference, current);
  const { below } = outsideOf(reference, current);
  const offset = below.length / current.sorted.length;
  return first.reduce((most, f, i) => Math.max(most, Math.abs(f - offset - (second[i] as number))), 0);
}

/**
 * Wasserstein-1 distance as NannyML 0.13.1 has it from 10,000 reference rows on: the same bins, and what lies outside the
 * reference's range row by row, with the row count there taken one too high. O(n + m), and 10,000 bins.
 */
export function nannyMlWasserstein(reference: Sample, current: Sample): number {
  const { first, second, width } = distributionsOf(reference, current);
  const { below, above } = outsideOf(reference, current);
  const m = current.sorted.length;
  const low = reference.sorted[0] as number;
  const high = reference.sorted.at(-1) as number;
  const shareBelow = below.length > 0 ? (below.length + 1) / m : 0;
  const within = first.reduce(
    (sum, f, i) => sum + Math.abs(f - shareBelow - (second[i] as number)) * width,
    0,
  );
  const before = below.reduce((sum, value) => sum + (low - value), 0);
  const after = above.reduce((sum, value) => sum + (value - high), 0);
  return within + before / m + after / m;
}

function distributionsOf(reference: Sample, current: Sample) {
  const edges = equalEdges(reference.sorted, binsOfEstimate);
  return {
    first: cumulatedShares(countLeftClosed(edges, reference.sorted), reference.sorted.length),
    second: cumulatedShares(countLeftClosed(edges, current.sorted), current.sorted.length),
    width: (edges[1] as number) - (edges[0] as number),
  };
}

function outsideOf(reference: Sample, current: Sample): { below: Float64Array; above: Float64Array } {
  const low = reference.sorted[0] as number;
  const high = reference.sorted.at(-1) as number;
  return {
    below: current.sorted.filter((value) => value < low),
    above: current.sorted.filter((value) => value > high),
  };
}

function cumulatedShares(counts: Float64Array, total: number): Float64Array {
  let sum = 0;
  return counts.map((count) => (sum += count / total));
}
