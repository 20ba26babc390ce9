import { requireSameBins, totalOf } from './counts.ts';

/**
 * Largest change of a bin's share, `max |p − q|`, and the bin where it is (the first of equals). Meant for
 * categories, where it names the one to look at. O(k).
 *
 * @param reference bin counts, length k
 * @param current counts in the same bins, length k
 * @returns distance 0 to 1; NaN and bin −1 when either sample is empty
 * @throws {RangeError} when the lengths differ
 */
export function lInfinity(reference: Float64Array, current: Float64Array): { distance: number; bin: number } {
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  if (n === 0 || m === 0) return { distance: NaN, bin: -1 };
  let distance = 0;
  let bin = 0;
  for (let i = 0; i < reference.length; i++) {
    const change = Math.abs((reference[i] as number) / n - (current[i] as number) / m);
    if (change > distance) {
      distance = change;
      bin = i;
    }
  }
  return { distance, bin };
}
