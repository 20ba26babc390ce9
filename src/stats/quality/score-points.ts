/** Labelled rows added up by score: distinct scores rising, the rows of each, and the sum of their labels. */
export interface ScorePoints {
  scores: Float64Array;
  rows: Float64Array;
  positives: Float64Array;
}

/** Leave out rows with a missing value before (`labelledRows`). O(n log n). */
export function scorePointsOf(scores: ArrayLike<number>, labels: ArrayLike<number>): ScorePoints {
  const distinct = distinctScores(scores);
  return addUp(distinct, pointIndices(distinct, scores), labels);
}

/** The distinct scores, rising. None may be NaN. O(n log n). */
export function distinctScores(scores: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(scores).sort();
  return sorted.filter((score, i) => i === 0 || score !== sorted[i - 1]);
}

/** For each row the index of its score, not NaN, among the distinct ones. O(n log k). */
export function pointIndices(distinct: Float64Array, scores: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: scores.length }, (_, row) => {
    let low = 0;
    let high = distinct.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((distinct[middle] as number) < (scores[row] as number)) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/** Adds up all rows, or those that `pick` names: row pick(0), pick(1), … NaN where a label is. O(n). */
export function addUp(
  distinct: Float64Array,
  indices: Uint32Array,
  labels: ArrayLike<number>,
  pick: (i: number) => number = (i) => i,
): ScorePoints {
  const points = {
    scores: distinct,
    rows: new Float64Array(distinct.length),
    positives: new Float64Array(distinct.length),
  };
  for (let i = 0; i < indices.length; i++) {
    const row = pick(i);
    const point = indices[row] as number;
    points.rows[point] = (points.rows[point] as number) + 1;
    points.positives[point] = (points.positives[point] as number) + (labels[row] as number);
  }
  return points;
}
