import { requireSameBins, totalOf } from './counts.ts';
import { halfRow, smoothedShare, type Smoothing } from './smoothing.ts';

/**
 * Kullback-Leibler divergence of `of` from `from`, `Σ q·ln(q / p)` in nats with smoothed shares q of `of` and p of
 * `from`. The default reading of drift is `kullbackLeibler(current, reference)`. Not symmetric. O(k).
 *
 * @param of bin counts, length k
 * @param from counts in the same bins, length k
 * @returns ≥ 0; 0 for equal shares; NaN when either sample is empty
 * @throws {RangeError} when the lengths differ
 */
export function kullbackLeibler(
  of: Float64Array,
  from: Float64Array,
  smoothing: Smoothing = halfRow,
): number {
  requireSameBins(from, of);
  const n = totalOf(of);
  const m = totalOf(from);
  if (n === 0 || m === 0) return NaN;
  let sum = 0;
  for (let i = 0; i < of.length; i++) {
    const q = smoothedShare(of[i] as number, n, of.length, smoothing);
    const p = smoothedShare(from[i] as number, m, of.length, smoothing);
    sum += q * Math.log(q / p);
  }
  return sum;
}
