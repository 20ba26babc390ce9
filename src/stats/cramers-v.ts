import { chiSquare } from './chi-square.ts';

/**
 * Cramér's V of the 2×k table of two binned samples, `√(χ² / N)`, 0 to 1; with Bergsma's (2013) bias correction it is
 * about 0 on average without drift. NaN when a sample is empty; 0 for one category. It shrinks when the samples differ
 * in size (`chiSquare`'s effect does not). O(k).
 *
 * @param reference bin counts, length k
 * @param current counts in the same bins, length k
 * @throws {RangeError} when the lengths differ
 */
export function cramersV(reference: Float64Array, current: Float64Array, isBiasCorrected = false): number {
  const test = chiSquare(reference, current, { minExpected: 0 });
  if (test.status === 'unavailable') return NaN;
  const total = test.n + test.m;
  const k = test.degrees + 1;
  if (k === 1) return 0;
  const share = test.statistic / total;
  if (!isBiasCorrected) return Math.sqrt(share);
  const corrected = Math.max(0, share - (k - 1) / (total - 1));
  const columns = k - (k - 1) ** 2 / (total - 1);
  const rows = 2 - 1 / (total - 1);
  return Math.sqrt(corrected / (Math.min(rows, columns) - 1));
}
