import { requireSameBins, totalOf } from './counts.ts';

/**
 * Hellinger distance between two binned samples, `√(½ Σ (√p − √q)²)`. A metric. Needs no smoothing. O(k).
 *
 * @param reference bin counts, length k
 * @param current counts in the same bins, length k
 * @returns 0 (equal shares) to 1 (no bin in common); NaN when either sample is empty
 * @throws {RangeError} when the lengths differ
 */
export function hellinger(reference: Float64Array, current: Float64Array): number {
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  if (n === 0 || m === 0) return NaN;
  let sum = 0;
  for (let i = 0; i < reference.length; i++) {
    const difference = Math.sqrt((reference[i] as number) / n) - Math.sqrt((current[i] as number) / m);
    sum += difference * difference;
  }
  return Math.min(1, Math.sqrt(sum / 2));
}
