/**
 * p-values times their number, at most 1: rejecting those ≤ α keeps the chance of any false rejection at α, whatever
 * the dependence. NaN (a test that could not run) leaves the family and stays NaN. O(n).
 */
export function bonferroni(pValues: ArrayLike<number>): Float64Array {
  const adjusted = Float64Array.from(pValues);
  const size = adjusted.reduce((count, p) => count + (Number.isNaN(p) ? 0 : 1), 0);
  return adjusted.map((p) => Math.min(1, p * size));
}
