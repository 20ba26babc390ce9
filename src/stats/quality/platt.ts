import { type ScorePoints, scorePointsOf } from './score-points.ts';

/** p = 1 / (1 + e^−(slope·score + intercept)). */
export interface PlattCalibrator {
  slope: number;
  intercept: number;
}

const STEPS = 100;
const RIDGE = 1e-12;

/**
 * Platt's scaling: logistic regression of label on score with the labels drawn in to (n₊ + 1)/(n₊ + 2) and
 * 1/(n₋ + 2), so that perfectly separated rows have a finite answer. Platt (1999); Newton's method with line
 * search after Lin, Lin & Weng (2007), Machine Learning 68. Smooth where isotonic regression is jagged: for
 * fewer than about 1000 labelled rows. Leave out rows with a missing value before (`labelledRows`). O(n log n).
 *
 * @param labels 0 or 1
 */
export function fitPlatt(scores: ArrayLike<number>, labels: ArrayLike<number>): PlattCalibrator {
  return fitPlattPoints(scorePointsOf(scores, labels));
}

/** The same from rows already added up by score. O(k) a step. */
export function fitPlattPoints({ scores, rows, positives: hits }: ScorePoints): PlattCalibrator {
  const n = rows.reduce((sum, size) => sum + size, 0);
  const positives = hits.reduce((sum, size) => sum + size, 0);
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (n - positives + 2);
  /** Sum of the drawn-in labels at a score. */
  const target = hits.map((size, i) => size * high + ((rows[i] as number) - size) * low);

  const loss = (slope: number, intercept: number) => {
    let sum = 0;
    for (let i = 0; i < scores.length; i++) {
      const z = slope * (scores[i] as number) + intercept;
      const size = rows[i] as number;
      const wrong = z >= 0 ? (size - (target[i] as number)) * z : -(target[i] as number) * z;
      sum += wrong + size * Math.log1p(Math.exp(-Math.abs(z)));
    }
    return sum;
  };

  let slope = 0;
  let intercept = Math.log((positives + 1) / (n - positives + 1));
  let value = loss(slope, intercept);
  for (let step = 0; step < STEPS; step++) {
    let [g1, g2, h11, h12, h22] = [0, 0, RIDGE, 0, RIDGE];
    for (let i = 0; i < scores.length; i++) {
      const x = scores[i] as number;
      const p = 1 / (1 + Math.exp(-(slope * x + intercept)));
      const weight = (rows[i] as number) * p * (1 - p);
      const excess = (rows[i] as number) * p - (target[i] as number);
      g1 += x * excess;
      g2 += excess;
      h11 += x * x * weight;
      h12 += x * weight;
      h22 += weight;
    }
    const determinant = h11 * h22 - h12 * h12;
    const toSlope = -(h22 * g1 - h12 * g2) / determinant;
    const toIntercept = -(h11 * g2 - h12 * g1) / determinant;
    const slopeDown = g1 * toSlope + g2 * toIntercept;
    if (!(slopeDown < -1e-14 * (1 + Math.abs(value)))) break;

    let size = 1;
    let next = loss(slope + toSlope, intercept + toIntercept);
    while (next > value + 1e-4 * size * slopeDown && size > 1e-10) {
      size /= 2;
      next = loss(slope + size * toSlope, intercept + size * toIntercept);
    }
    slope += size * toSlope;
    intercept += size * toIntercept;
    value = next;
  }
  return { slope, intercept };
}

/** The probability that a calibrated score stands for, between 0 and 1; NaN for a NaN score. O(1). */
export function plattProbability({ slope, intercept }: PlattCalibrator, score: number): number {
  return 1 / (1 + Math.exp(-(slope * score + intercept)));
}
