import { type ScorePoints, scorePointsOf } from './score-points.ts';

/** A rising piecewise linear function through (x[i], y[i]), constant beyond the ends; x strictly rises. */
export interface Calibrator {
  x: Float64Array;
  y: Float64Array;
}

/**
 * Isotonic regression of label on score: the rising function with the least squared error, by pooling
 * adjacent violators (Ayer et al. 1955), as in scikit-learn: equal scores are averaged first, a point between
 * two others of its own height is left out. Leave out rows with a missing value before (`labelledRows`). O(n log n).
 *
 * @param labels 0 or 1, or any number
 * @returns no points for no rows
 */
export function fitIsotonic(scores: ArrayLike<number>, labels: ArrayLike<number>): Calibrator {
  return fitIsotonicPoints(scorePointsOf(scores, labels));
}

/** The same from rows already added up by score; a score with no rows does not count. O(k). */
export function fitIsotonicPoints(points: ScorePoints): Calibrator {
  const blocks: { first: number; last: number; sum: number; n: number }[] = [];
  for (let i = 0; i < points.scores.length; i++) {
    const n = points.rows[i] as number;
    if (n === 0) continue;
    let block = { first: i, last: i, sum: points.positives[i] as number, n };
    for (let last = blocks.at(-1); last && last.sum * block.n >= block.sum * last.n; last = blocks.at(-1)) {
      block = { first: last.first, last: block.last, sum: last.sum + block.sum, n: last.n + block.n };
      blocks.pop();
    }
    blocks.push(block);
  }

  const x: number[] = [];
  const y: number[] = [];
  for (const { first, last, sum, n } of blocks) {
    x.push(points.scores[first] as number);
    y.push(sum / n);
    if (last === first) continue;
    x.push(points.scores[last] as number);
    y.push(sum / n);
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

/** The function's value; NaN for NaN, and when there are no points. O(log k). */
export function calibrated({ x, y }: Calibrator, score: number): number {
  if (Number.isNaN(score) || x.length === 0) return Number.NaN;
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((x[middle] as number) < score) low = middle + 1;
    else high = middle;
  }
  if (low === x.length) return y[low - 1] as number;
  if (low === 0 || x[low] === score) return y[low] as number;
  const [x0, x1, y0, y1] = [x[low - 1], x[low], y[low - 1], y[low]] as [number, number, number, number];
  return y0 + ((score - x0) / (x1 - x0)) * (y1 - y0);
}
