/**
 * Edges of right-closed bins with about equally many of the scores, equal scores in one bin. Bin i is
 * (edges[i − 1], edges[i]], the first and last are open-ended. None of the scores may be NaN.
 * O(n log n).
 *
 * @param most number of bins; fewer where scores are tied
 */
export function scoreEdges(scores: ArrayLike<number>, most: number): Float64Array {
  const sorted = Float64Array.from(scores).sort();
  const edges = Array.from(
    { length: most - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / most)] as number,
  );
  const greatest = sorted[sorted.length - 1] as number;
  return Float64Array.from(new Set(edges.filter((edge) => edge < greatest)));
}

/** The bin of a score; NaN falls into the first. O(log k). */
export function scoreBin(edges: Float64Array, score: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) < score) low = middle + 1;
    else high = middle;
  }
  return low;
}
