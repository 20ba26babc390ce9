/**
 * p-values adjusted by Holm (1979): the guarantee of Bonferroni, never with fewer rejections. NaN (a test that could not
 * run) leaves the family and stays NaN. O(n log n).
 */
export function holm(pValues: ArrayLike<number>): Float64Array {
  const adjusted = new Float64Array(pValues.length).fill(NaN);
  const order: number[] = [];
  for (let i = 0; i < pValues.length; i++) if (!Number.isNaN(pValues[i])) order.push(i);
  order.sort((a, b) => (pValues[a] as number) - (pValues[b] as number));

  let most = 0;
  for (const [rank, i] of order.entries()) {
    most = Math.min(1, Math.max(most, (pValues[i] as number) * (order.length - rank)));
    adjusted[i] = most;
  }
  return adjusted;
}
