/**
 * The highest score of each run of scores above `level`; exceedances at most `gap` positions apart are one run (runs
 * declustering). NaN is above nothing. O(n).
 */
export function declusteredPeaks(scores: ArrayLike<number>, level: number, gap: number): number[] {
  const found: number[] = [];
  let last = -Infinity;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (!(score > level)) continue;
    if (i - last > gap) found.push(score);
    else found[found.length - 1] = Math.max(found.at(-1) as number, score);
    last = i;
  }
  return found;
}
