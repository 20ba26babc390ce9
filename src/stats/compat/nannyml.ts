import { hellinger } from '../hellinger.ts';
import { jensenShannon } from '../jensen-shannon.ts';
import type { Sample } from '../sample.ts';
import { countLeftClosed, doaneEdges } from './numpy-bins.ts';

/**
 * Jensen-Shannon (base 2) and Hellinger distance as NannyML 0.13.1 computes them on continuous columns: equal bins
 * by numpy's "doane" rule on the reference, what lies outside its range as one more bin.
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
