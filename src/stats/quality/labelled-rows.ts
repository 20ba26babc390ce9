/** Scores (or predictions) and labels of the rows that have both. */
export interface LabelledRows {
  scores: Float64Array;
  labels: Float64Array;
  /** Rows left out because one of the two is NaN or infinite. */
  missing: number;
}

/**
 * Leaves out the rows in which score or label is NaN or infinite. O(n).
 *
 * @throws {RangeError} when the lengths differ
 */
export function labelledRows(scores: ArrayLike<number>, labels: ArrayLike<number>): LabelledRows {
  if (scores.length !== labels.length) {
    throw new RangeError(`${scores.length} scores, but ${labels.length} labels`);
  }
  const kept = { scores: new Float64Array(scores.length), labels: new Float64Array(scores.length) };
  let n = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    const label = labels[i] as number;
    if (!Number.isFinite(score) || !Number.isFinite(label)) continue;
    kept.scores[n] = score;
    kept.labels[n] = label;
    n++;
  }
  return {
    scores: kept.scores.subarray(0, n),
    labels: kept.labels.subarray(0, n),
    missing: scores.length - n,
  };
}
