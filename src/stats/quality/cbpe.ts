import { below, mulberry32 } from '../random.ts';
import { normalQuantile } from '../special/normal.ts';
import { type NoEstimate, noEstimate } from '../estimate.ts';
import { precisionAreaOf } from './average-precision.ts';
import { type Confusion, confusionOf } from './confusion.ts';
import { calibrated, fitIsotonicPoints } from './isotonic.ts';
import { labelledRows, type LabelledRows } from './labelled-rows.ts';
import { fitPlattPoints, plattProbability } from './platt.ts';
import { groupCounts, groupsOf, rankingOf } from './ranking.ts';
import { areaOf } from './roc-auc.ts';
import { addUp, distinctScores, pointIndices, type ScorePoints } from './score-points.ts';

const MEASURES = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'specificity',
  'rocAuc',
  'averagePrecision',
  'tp',
  'fp',
  'tn',
  'fn',
] as const;

const COUNTS: ReadonlySet<string> = new Set(['tp', 'fp', 'tn', 'fn']);

export type CalibrationMethod = 'isotonic' | 'platt' | 'none';

/**
 * Expected measures; NaN where the window does not define one (say, precision when nothing is predicted
 * positive).
 */
export interface ExpectedMeasures extends Confusion {
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
  specificity: number;
  rocAuc: number;
  averagePrecision: number;
  brier: number;
}

export type BandedMeasure = (typeof MEASURES)[number];

export interface Cbpe {
  status: 'ok';
  /** Rows judged, and rows left out for a missing score. */
  n: number;
  missing: number;
  /** Labelled rows that the calibration rests on. */
  referenceRows: number;
  calibration: CalibrationMethod;
  /** Probability of label 1 by row, NaN for a missing score. */
  probabilities: Float64Array;
  estimates: ExpectedMeasures;
  /**
   * How far a realised measure of as many rows lies from its expectation: sd of the reference's rows / √n.
   */
  samplingErrors: Record<BandedMeasure, number>;
  /** estimate ± 3 sampling errors, within its range: where the realised measure is to be expected. */
  bands: Record<BandedMeasure, [number, number]>;
  /**
   * The same and the uncertainty of the calibration (bootstrap over the reference), as a normal interval of
   * `level`.
   */
  intervals: Record<BandedMeasure, [number, number]>;
  /**
   * Share of the scores outside the range of the reference's; the estimate is not to be believed above 5 %.
   */
  outsideShare: number;
  isSupported: boolean;
}

export interface CbpeOptions {
  threshold?: number;
  calibration?: CalibrationMethod;
  resamples?: number;
  seed?: number;
  level?: number;
}

const MOST_OUTSIDE = 0.05;

/**
 * Confidence-based performance estimation (NannyML): the quality of a binary classifier without labels.
 * Scores become probabilities p by a calibration on labelled reference rows; then TP = Σ p over rows
 * predicted positive, FP = Σ (1 − p), and so on, with one ROC and precision-recall point a distinct score.
 * True only while P(label | score) stays: it sees data drift, not concept drift.
 *
 * Calibrate with at least 1000 labelled rows (`isotonic`), else say that it is not calibrated. Scores outside
 * the reference's are clipped to its ends (`outsideShare`). Estimates equal NannyML's to 1e-8 (AUC, AP: where
 * it rounds and breaks ties by row). With `none` the scores, cut to [0, 1], are the probabilities. Rows with a
 * missing score or label are left out, and counted. O((n + m)
 * log(n + m) + (n + m log n)·resamples).
 *
 * @param referenceScores of labelled rows, with `referenceLabels` 0 or 1
 * @param scores of the rows to judge
 * @throws {RangeError} when the reference's lengths differ
 */
export function cbpe(
  referenceScores: ArrayLike<number>,
  referenceLabels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { threshold = 0.5, calibration = 'isotonic', resamples = 100, seed = 1, level = 0.95 }: CbpeOptions = {},
): Cbpe | NoEstimate {
  const reference = labelledRows(referenceScores, referenceLabels);
  const judged = Float64Array.from(scores).filter(Number.isFinite);
  const n = judged.length;
  if (n === 0 || reference.scores.length === 0) return noEstimate('no-rows');
  if (new Set(reference.labels).size < 2) return noEstimate('one-label');

  const ranking = rankingOf(judged);
  const distinct = distinctScores(reference.scores);
  const indices = pointIndices(distinct, reference.scores);
  const expected = (points: ScorePoints) => {
    const toProbability = calibrator(points, calibration);
    const probabilities = judged.map(toProbability);
    return { toProbability, estimates: expectedMeasures(judged, probabilities, threshold, ranking) };
  };
  const { toProbability, estimates } = expected(addUp(distinct, indices, reference.labels));
  const samplingErrors = samplingErrorsOf(reference, threshold, n);

  const draw = mulberry32(seed);
  const spread =
    calibration === 'none'
      ? noSpread()
      : spreadOver(resamples, () =>
          expected(addUp(distinct, indices, reference.labels, () => below(draw, indices.length))),
        );
  const z = normalQuantile((1 + level) / 2);
  const band = (measure: BandedMeasure, half: number): [number, number] => [
    Math.max(0, estimates[measure] - half),
    Math.min(COUNTS.has(measure) ? n : 1, estimates[measure] + half),
  ];

  const outsideShare = outside(judged, reference.scores) / n;
  return {
    status: 'ok',
    n,
    missing: scores.length - n,
    referenceRows: reference.scores.length,
    calibration,
    probabilities: Float64Array.from(scores, (score) =>
      Number.isFinite(score) ? toProbability(score) : Number.NaN,
    ),
    estimates,
    samplingErrors,
    bands: byMeasure((measure) => band(measure, 3 * samplingErrors[measure])),
    intervals: byMeasure((measure) =>
      band(measure, z * Math.hypot(samplingErrors[measure], spread[measure])),
    ),
    outsideShare,
    isSupported: outsideShare <= MOST_OUTSIDE,
  };
}

function calibrator(points: ScorePoints, method: CalibrationMethod): (score: number) => number {
  switch (method) {
    case 'isotonic': {
      const curve = fitIsotonicPoints(points);
      return (score) => calibrated(curve, score);
    }
    case 'platt': {
      const curve = fitPlattPoints(points);
      return (score) => plattProbability(curve, score);
    }
    case 'none':
      return (score) => Math.min(1, Math.max(0, score));
  }
}

function expectedMeasures(
  scores: Float64Array,
  probabilities: Float64Array,
  threshold: number,
  ranking: ReturnType<typeof rankingOf>,
): ExpectedMeasures {
  let [tp, fp, tn, fn, brier] = [0, 0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const p = probabilities[i] as number;
    if ((scores[i] as number) >= threshold) {
      tp += p;
      fp += 1 - p;
    } else {
      fn += p;
      tn += 1 - p;
    }
    brier += p * (1 - p);
  }
  const groups = groupCounts(
    ranking,
    probabilities,
    probabilities.map((p) => 1 - p),
  );
  return {
    tp,
    fp,
    tn,
    fn,
    accuracy: (tp + tn) / scores.length,
    precision: tp / (tp + fp),
    recall: tp / (tp + fn),
    f1: (2 * tp) / (2 * tp + fp + fn),
    specificity: tn / (tn + fp),
    rocAuc: areaOf(groups),
    averagePrecision: precisionAreaOf(groups),
    brier: brier / scores.length,
  };
}

/** NannyML's standard errors: sd over the relevant rows of the reference / √(n · share of such rows). */
function samplingErrorsOf(
  { scores, labels }: LabelledRows,
  threshold: number,
  n: number,
): Record<BandedMeasure, number> {
  const { tp, fp, tn, fn } = confusionOf(scores, labels, threshold);
  const rows = scores.length;
  /** Rows of which `hits` succeed, each worth `worth`. */
  const error = (hits: number, misses: number, worth = 1) => {
    const relevant = hits + misses;
    const share = hits / relevant;
    return (worth * Math.sqrt(share * (1 - share))) / Math.sqrt((n * relevant) / rows);
  };
  return {
    accuracy: error(tp + tn, fp + fn),
    precision: error(tp, fp),
    recall: error(tp, fn),
    specificity: error(tn, fp),
    f1: error(tp, fn + fp, (tp + fn + fp) / (tp + (fn + fp) / 2)),
    rocAuc: aucError(scores, labels, n),
    averagePrecision: precisionError(scores, labels, n),
    tp: n * error(tp, rows - tp),
    fp: n * error(fp, rows - fp),
    tn: n * error(tn, rows - tn),
    fn: n * error(fn, rows - fn),
  };
}

/**
 * sd over the rarer label's rows of the share of the other label that each is ranked right to, ties counting
 * half.
 */
function aucError(scores: Float64Array, labels: Float64Array, n: number): number {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const rarer = positives * 2 > labels.length ? 0 : 1;
  const isRare = Float64Array.from(labels, (label) => (label === rarer ? 1 : 0));
  const { positives: rare, negatives: common } = groupCounts(
    rankingOf(scores),
    isRare,
    isRare.map((bit) => 1 - bit),
  );
  const rareRows = Math.min(positives, labels.length - positives);
  const commonRows = labels.length - rareRows;

  let before = 0;
  let mean = 0;
  let square = 0;
  for (let g = 0; g < rare.length; g++) {
    const share = (before + (common[g] as number) / 2) / commonRows;
    mean += ((rare[g] as number) * share) / rareRows;
    square += ((rare[g] as number) * share * share) / rareRows;
    before += common[g] as number;
  }
  return Math.sqrt(Math.max(0, square - mean * mean) / ((n * rareRows) / labels.length));
}

/**
 * √(AP(1 − AP) / positives to be expected), after Boyd, Eng & Page (2013); NannyML bootstraps it, unseeded.
 */
function precisionError(scores: Float64Array, labels: Float64Array, n: number): number {
  const value = precisionAreaOf(groupsOf(scores, labels));
  const positives = labels.reduce((sum, label) => sum + label, 0);
  return Math.sqrt((value * (1 - value)) / ((n * positives) / labels.length));
}

/** Standard deviation of each measure over the bootstrap. */
function spreadOver(
  resamples: number,
  once: () => { estimates: ExpectedMeasures },
): Record<BandedMeasure, number> {
  const runs = Array.from({ length: resamples }, () => once().estimates);
  return byMeasure((measure) => {
    const mean = runs.reduce((sum, run) => sum + run[measure], 0) / resamples;
    return Math.sqrt(
      runs.reduce((sum, run) => sum + (run[measure] - mean) ** 2, 0) / Math.max(1, resamples - 1),
    );
  });
}

function noSpread(): Record<BandedMeasure, number> {
  return byMeasure(() => 0);
}

function byMeasure<T>(of: (measure: BandedMeasure) => T): Record<BandedMeasure, T> {
  return Object.fromEntries(MEASURES.map((measure) => [measure, of(measure)])) as Record<BandedMeasure, T>;
}

function outside(scores: Float64Array, reference: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const score of reference) {
    least = Math.min(least, score);
    most = Math.max(most, score);
  }
  return scores.filter((score) => score < least || score > most).length;
}
