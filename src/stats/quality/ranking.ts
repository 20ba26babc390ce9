/** Rows by falling score; rows of one score form a group. */
export interface Ranking {
  order: Uint32Array;
  /** Group g holds order[ends[g − 1]] … order[ends[g] − 1]. */
  ends: Uint32Array;
}

/** Rows by falling score, none of which may be NaN. O(n log n). */
export function rankingOf(scores: ArrayLike<number>): Ranking {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  const ends: number[] = [];
  for (let i = 0; i < order.length; i++) {
    if (i + 1 === order.length || scores[order[i] as number] !== scores[order[i + 1] as number])
      ends.push(i + 1);
  }
  return { order, ends: Uint32Array.from(ends) };
}

/**
 * Positives and negatives in each group of a ranking, where row i counts as positives[i] and negatives[i]. NaN in a
 * group of which a row is. O(n).
 */
export function groupCounts(
  { order, ends }: Ranking,
  positives: ArrayLike<number>,
  negatives: ArrayLike<number>,
) {
  const groups = { positives: new Float64Array(ends.length), negatives: new Float64Array(ends.length) };
  let i = 0;
  for (let g = 0; g < ends.length; g++) {
    for (; i < (ends[g] as number); i++) {
      const row = order[i] as number;
      groups.positives[g] = (groups.positives[g] as number) + (positives[row] as number);
      groups.negatives[g] = (groups.negatives[g] as number) + (negatives[row] as number);
    }
  }
  return groups;
}

/** Positives and negatives by group, groups by falling score. */
export type GroupCounts = ReturnType<typeof groupCounts>;

/** The groups of scores with 0 or 1 as labels. Neither may be NaN. O(n log n). */
export function groupsOf(scores: ArrayLike<number>, labels: ArrayLike<number>): GroupCounts {
  const negatives = Float64Array.from(labels, (label) => 1 - label);
  return groupCounts(rankingOf(scores), labels, negatives);
}
