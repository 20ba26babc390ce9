import type { Estimate, NoEstimate } from '../estimate.ts';
import { averagePrecision } from './average-precision.ts';
import { brier } from './brier.ts';
import { calibration, type Calibration } from './calibration.ts';
import {
  accuracy,
  type Confusion,
  confusionOf,
  f1,
  mcc,
  precision,
  recall,
  specificity,
} from './confusion.ts';
import { labelledRows } from './labelled-rows.ts';
import { logLoss } from './log-loss.ts';
import { rocAuc } from './roc-auc.ts';

type Measure = Estimate | NoEstimate;

export interface BinaryPerformance {
  /** Rows with score and label, and rows without one of them. */
  n: number;
  missing: number;
  confusion: Confusion;
  accuracy: Measure;
  precision: Measure;
  recall: Measure;
  f1: Measure;
  specificity: Measure;
  mcc: Measure;
  rocAuc: Measure;
  averagePrecision: Measure;
  logLoss: Measure;
  brier: Measure;
  calibration: Calibration | NoEstimate;
}

export interface BinaryPerformanceOptions {
  /** A score from here on predicts label 1. */
  threshold?: number;
  eceBins?: number;
  logLossClip?: number;
  /** For the interval of the calibration error. */
  resamples?: number;
  seed?: number;
  level?: number;
}

/**
 * All measures of a binary classifier on one window, with intervals. Rows with a missing score or label are
 * left out and counted. O(n log n + n·resamples).
 *
 * @param labels 0 or 1
 * @throws {RangeError} when the lengths differ or a label is neither
 */
export function binaryPerformance(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  {
    threshold = 0.5,
    eceBins = 10,
    logLossClip = 1e-15,
    resamples = 200,
    seed = 1,
    level = 0.95,
  }: BinaryPerformanceOptions = {},
): BinaryPerformance {
  const rows = labelledRows(scores, labels);
  const wrong = rows.labels.find((label) => label !== 0 && label !== 1);
  if (wrong !== undefined) throw new RangeError(`a label is 0 or 1, not ${wrong}`);
  const confusion = confusionOf(rows.scores, rows.labels, threshold);
  return {
    n: rows.scores.length,
    missing: rows.missing,
    confusion,
    accuracy: accuracy(confusion, level),
    precision: precision(confusion, level),
    recall: recall(confusion, level),
    f1: f1(confusion, level),
    specificity: specificity(confusion, level),
    mcc: mcc(confusion, level),
    rocAuc: rocAuc(rows.scores, rows.labels, level),
    averagePrecision: averagePrecision(rows.scores, rows.labels, level),
    logLoss: logLoss(rows.scores, rows.labels, { clip: logLossClip, level }),
    brier: brier(rows.scores, rows.labels, level),
    calibration: calibration(rows.scores, rows.labels, { bins: eceBins, resamples, seed, level }),
  };
}
