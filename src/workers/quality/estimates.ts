import { type Cbpe, cbpe } from '#stats/quality/cbpe.ts';
import { labelledRows } from '#stats/quality/labelled-rows.ts';
import type { Answers } from './answers.ts';
import type { JudgedRows } from './judged-rows.ts';
import type { MeasureId } from './measures.ts';

/** Labelled reference rows from which on a calibration is to be trusted; with fewer the scores are taken as they are. */
const ENOUGH_TO_CALIBRATE = 1000;
/** Fewer say nothing of the spread. */
const FEWEST_REFERENCE_ROWS = 100;
/** More make the estimate no better, only slower. */
const MOST_REFERENCE_ROWS = 5000;
const SLOT_RESAMPLES = 20;

/** What {@link createEstimator} can foretell without labels. */
export const estimatedMeasures = ['accuracy', 'precision', 'recall', 'f1', 'rocAuc'] as const;
export type EstimatedMeasure = (typeof estimatedMeasures)[number];

export function isEstimated(id: MeasureId): id is EstimatedMeasure {
  return (estimatedMeasures as readonly string[]).includes(id);
}

export type Estimator = {
  referenceRows: number;
  isCalibrated: boolean;
  /** Undefined where there is nothing to tell it from. */
  estimate: (scores: Float64Array) => Cbpe | undefined;
};

/**
 * Tells the quality of rows from their scores alone, calibrated on a labelled reference; undefined without one. The resamples make
 * the intervals, and almost all of the cost: a rule looks at the estimates only and asks for none.
 */
export function createEstimator(
  reference: JudgedRows,
  kind: Answers,
  { resamples = SLOT_RESAMPLES }: { resamples?: number } = {},
): Estimator | undefined {
  const { scores, labels } = thinned(labelledRows(reference.scores, reference.targets));
  if (kind.kind === 'regression' || kind.kind === 'unknown' || scores.length < FEWEST_REFERENCE_ROWS)
    return undefined;
  const isCalibrated = scores.length >= ENOUGH_TO_CALIBRATE;
  const options = {
    threshold: kind.kind === 'binary' ? thresholdOf(reference) : Number.NEGATIVE_INFINITY,
    calibration: isCalibrated ? ('isotonic' as const) : ('none' as const),
    resamples,
  };
  return {
    referenceRows: scores.length,
    isCalibrated,
    estimate(judged) {
      const result = cbpe(scores, labels, judged, options);
      return result.status === 'ok' ? result : undefined;
    },
  };
}

/** From which score on the answer was positive. */
function thresholdOf({ scores, answers }: JudgedRows): number {
  let highestNegative = Number.NEGATIVE_INFINITY;
  let lowestPositive = Number.POSITIVE_INFINITY;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number;
    if (Number.isNaN(score)) continue;
    if (answers[row] === 1) lowestPositive = Math.min(lowestPositive, score);
    else if (answers[row] === 0) highestNegative = Math.max(highestNegative, score);
  }
  const isSeparated = highestNegative < lowestPositive && Number.isFinite(highestNegative + lowestPositive);
  return isSeparated ? lowestPositive : 0.5;
}

function thinned(rows: { scores: Float64Array; labels: Float64Array }) {
  const stride = Math.ceil(rows.scores.length / MOST_REFERENCE_ROWS);
  if (stride <= 1) return rows;
  const keep = (values: Float64Array): Float64Array => values.filter((_, row) => row % stride === 0);
  return { scores: keep(rows.scores), labels: keep(rows.labels) };
}
