import type { Estimate, NoEstimate } from '#stats/estimate.ts';
import { binaryPerformance } from '#stats/quality/binary-performance.ts';
import type { Calibration } from '#stats/quality/calibration.ts';
import { type ConceptBin, conceptDrift } from '#stats/quality/concept-drift.ts';
import { accuracy, confusionOf, f1, mcc, precision, recall, specificity } from '#stats/quality/confusion.ts';
import { meanEstimate, shareEstimate } from '#stats/quality/intervals.ts';
import { type QualityDecomposition, qualityDecomposition } from '#stats/quality/quality-decomposition.ts';
import { regressionPerformance } from '#stats/quality/regression-performance.ts';
import type { TestResult } from '#stats/test-result.ts';
import { codesOf, type Dataset, noCategories, numbersOf, type Side } from '../plan/dataset.ts';
import { columnsOf, type Plan } from '../plan/plan.ts';
import type { Slots } from './report.ts';

export type Measure = Estimate | NoEstimate;

/** One measure of both sides. Shares are 0–1, errors in the unit of the label. */
export type MeasurePair = { name: string; unit: 'share' | 'none'; reference: Measure; current: Measure };

export type QualityReport =
  | {
      status: 'ok';
      task: 'binary' | 'multiclass' | 'regression';
      /** Rows with what the measures need. */
      n: { reference: number; current: number };
      measures: MeasurePair[];
      calibration: { reference: Calibration | NoEstimate; current: Calibration | NoEstimate } | undefined;
      concept: TestResult<{ degrees: number; byBin: ConceptBin[] }> | undefined;
      /** Of what `quality` names, by row; larger is better for a share of right answers, worse for an error. */
      decomposition:
        | { of: string; unit: 'share' | 'none'; result: QualityDecomposition | NoEstimate }
        | undefined;
      overTime: { name: string; unit: 'share' | 'none'; values: Measure[]; sizes: Float64Array } | undefined;
    }
  | { status: 'unavailable'; reason: 'no-label' | 'no-prediction' | 'no-labelled-rows' | 'one-label' };

type Slotted = { of: Int32Array; slots: Slots | undefined };

/** Resampling costs time that grows with the rows; above this many it is done on fewer resamples. */
const costlyRows = 50_000;
const mostClasses = 50;

/** How good the predictions are on both sides, where there are labels. */
export function qualityReport(plan: Plan, dataset: Dataset, slotted: Slotted): QualityReport {
  const [label] = columnsOf(plan, 'label');
  const [prediction] = columnsOf(plan, 'prediction');
  const [score] = columnsOf(plan, 'score');
  if (label === undefined) return { status: 'unavailable', reason: 'no-label' };
  if (prediction === undefined && score === undefined)
    return { status: 'unavailable', reason: 'no-prediction' };

  const classes = noCategories();
  const labels = sides(dataset, (side) => codesOf(side, label, classes));
  const hasLabels = [labels.reference, labels.current].some((codes) => codes.some((code) => code >= 0));
  if (!hasLabels) return { status: 'unavailable', reason: 'no-labelled-rows' };
  if (classes.names.length === 2) {
    const positive = plan.positive ?? [...classes.names].sort()[1] ?? '';
    const columns = binaryColumns(dataset, { label, prediction, score, positive });
    return binaryQuality(dataset, columns, slotted);
  }
  if (classes.names.length === 1) return { status: 'unavailable', reason: 'one-label' };
  if (prediction === undefined) return { status: 'unavailable', reason: 'no-prediction' };
  if (classes.names.length > mostClasses || areFractions(classes.names)) {
    return regressionQuality(dataset, label, prediction, slotted);
  }
  return multiclassQuality(dataset, label, prediction, slotted);
}

type BinaryColumns = {
  label: string;
  prediction: string | undefined;
  score: string | undefined;
  positive: string;
};

/** A prediction of more than two values is a score. */
function binaryColumns(dataset: Dataset, columns: BinaryColumns): BinaryColumns {
  const { prediction, score } = columns;
  if (prediction === undefined || score !== undefined) return columns;
  const values = noCategories();
  sides(dataset, (side) => codesOf(side, prediction, values));
  return values.names.length > 2 ? { ...columns, prediction: undefined, score: prediction } : columns;
}

function binaryQuality(dataset: Dataset, columns: BinaryColumns, slotted: Slotted): QualityReport {
  const { label, score, prediction, positive } = columns;
  const ofLabel = sides(dataset, (side) => indicator(side, label, positive));
  const predicted =
    prediction === undefined ? undefined : sides(dataset, (side) => indicator(side, prediction, positive));
  const scores = score === undefined ? undefined : sides(dataset, (side) => numbersOf(side, score));
  const hard =
    predicted ??
    sides(dataset, (_, at) =>
      (scores?.[at] ?? new Float64Array()).map((value) =>
        Number.isNaN(value) ? value : Number(value >= 0.5),
      ),
    );
  const right = sides(dataset, (_, at) => agreement(hard[at], ofLabel[at]));
  const counts = sides(dataset, (_, at) => {
    const { scores: kept, labels } = both(hard[at], ofLabel[at]);
    return confusionOf(kept, labels, 0.5);
  });
  const ranked = scores && sides(dataset, (_, at) => performanceOf(scores[at], ofLabel[at]));
  const byConfusion = {
    Accuracy: accuracy,
    Precision: precision,
    Recall: recall,
    F1: f1,
    Specificity: specificity,
  };
  const measures: MeasurePair[] = [
    ...Object.entries(byConfusion).map(([name, of]) =>
      pair(name, 'share', of(counts.reference), of(counts.current)),
    ),
    pair('Matthews correlation', 'none', mcc(counts.reference), mcc(counts.current)),
  ];
  if (ranked) {
    const { reference, current } = ranked;
    measures.push(
      pair('ROC AUC', 'none', reference.rocAuc, current.rocAuc),
      pair('Average precision', 'none', reference.averagePrecision, current.averagePrecision),
      pair('Log loss', 'none', reference.logLoss, current.logLoss),
      pair('Brier score', 'none', reference.brier, current.brier),
    );
  }
  return {
    status: 'ok',
    task: 'binary',
    n: { reference: countOf(right.reference), current: countOf(right.current) },
    measures,
    calibration: ranked && { reference: ranked.reference.calibration, current: ranked.current.calibration },
    concept: scores && conceptDrift(scores.reference, ofLabel.reference, scores.current, ofLabel.current),
    decomposition: scores && decomposed('share of right predictions', 'share', scores, right),
    overTime: shareOverTime('Accuracy', right.current, slotted),
  };
}

function multiclassQuality(
  dataset: Dataset,
  label: string,
  prediction: string,
  slotted: Slotted,
): QualityReport {
  const classes = noCategories();
  const labels = sides(dataset, (side) => codesOf(side, label, classes));
  const predictions = sides(dataset, (side) => codesOf(side, prediction, classes));
  const right = sides(dataset, (_, at) =>
    Float64Array.from(labels[at], (code, row) => {
      const predicted = predictions[at][row] as number;
      return code < 0 || predicted < 0 ? Number.NaN : Number(code === predicted);
    }),
  );
  const perClass = classes.names.slice(0, 10).flatMap((name, code) => {
    const counts = sides(dataset, (_, at) => oneAgainstRest(labels[at], predictions[at], code));
    return [
      pair(`Precision of ${name}`, 'share', precision(counts.reference), precision(counts.current)),
      pair(`Recall of ${name}`, 'share', recall(counts.reference), recall(counts.current)),
    ];
  });
  return {
    status: 'ok',
    task: 'multiclass',
    n: { reference: countOf(right.reference), current: countOf(right.current) },
    measures: [pair('Accuracy', 'share', shareOf(right.reference), shareOf(right.current)), ...perClass],
    calibration: undefined,
    concept: undefined,
    decomposition: undefined,
    overTime: shareOverTime('Accuracy', right.current, slotted),
  };
}

function regressionQuality(
  dataset: Dataset,
  label: string,
  prediction: string,
  { of, slots }: Slotted,
): QualityReport {
  const labels = sides(dataset, (side) => numbersOf(side, label));
  const predictions = sides(dataset, (side) => numbersOf(side, prediction));
  const errors = sides(dataset, (_, at) =>
    predictions[at].map((value, row) => Math.abs(value - (labels[at][row] as number))),
  );
  const { reference, current } = sides(dataset, (_, at) =>
    regressionPerformance(predictions[at], labels[at]),
  );
  return {
    status: 'ok',
    task: 'regression',
    n: { reference: reference.n, current: current.n },
    measures: [
      pair('Mean absolute error', 'none', reference.mae, current.mae),
      pair('Root mean square error', 'none', reference.rmse, current.rmse),
      pair('Median absolute error', 'none', reference.medianAbsoluteError, current.medianAbsoluteError),
      pair('Bias (prediction − label)', 'none', reference.bias, current.bias),
      pair('Mean relative error', 'share', reference.mape, current.mape),
      pair('R²', 'none', reference.r2, current.r2),
    ],
    calibration: undefined,
    concept: undefined,
    decomposition: decomposed('absolute error', 'none', predictions, errors),
    overTime: slots && {
      name: 'Mean absolute error',
      unit: 'none',
      ...bySlot(errors.current, of, slots.count, (values) => meanEstimate(values, 0.95)),
    },
  };
}

type Sides<T> = { reference: T; current: T };

function sides<T>(dataset: Dataset, of: (side: Side, at: keyof Dataset) => T): Sides<T> {
  return { reference: of(dataset.reference, 'reference'), current: of(dataset.current, 'current') };
}

function pair(name: string, unit: 'share' | 'none', reference: Measure, current: Measure): MeasurePair {
  return { name, unit, reference, current };
}

/** 1 where a row has the positive label, 0 where another, NaN where none. */
function indicator(side: Side, column: string, positive: string): Float64Array {
  const categories = noCategories();
  const codes = codesOf(side, column, categories);
  const wanted = categories.codeOf.get(positive) ?? -2;
  return Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : Number(code === wanted)));
}

function agreement(predicted: Float64Array, labels: Float64Array): Float64Array {
  return predicted.map((value, row) => {
    const label = labels[row] as number;
    return Number.isNaN(value) || Number.isNaN(label) ? Number.NaN : Number(value === label);
  });
}

function both(scores: Float64Array, labels: Float64Array): { scores: Float64Array; labels: Float64Array } {
  const isWhole = (row: number): boolean => !Number.isNaN(scores[row]) && !Number.isNaN(labels[row]);
  return {
    scores: scores.filter((_, row) => isWhole(row)),
    labels: labels.filter((_, row) => isWhole(row)),
  };
}

function performanceOf(scores: Float64Array, labels: Float64Array) {
  return binaryPerformance(scores, labels, { resamples: resamplesFor(scores.length) });
}

function decomposed(
  of: string,
  unit: 'share' | 'none',
  scores: Sides<Float64Array>,
  quality: Sides<Float64Array>,
): { of: string; unit: 'share' | 'none'; result: QualityDecomposition | NoEstimate } {
  const resamples = resamplesFor(scores.reference.length + scores.current.length);
  const result = qualityDecomposition(scores.reference, quality.reference, scores.current, quality.current, {
    resamples,
  });
  return { of, unit, result };
}

function resamplesFor(rows: number): number {
  return rows > costlyRows ? 100 : 200;
}

function countOf(values: Float64Array): number {
  return values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
}

function shareOf(right: Float64Array): Measure {
  const known = right.filter((value) => !Number.isNaN(value));
  return shareEstimate(
    known.reduce((sum, value) => sum + value, 0),
    known.length,
    'no-rows',
    0.95,
  );
}

function shareOverTime(name: string, right: Float64Array, { of, slots }: Slotted) {
  return slots && { name, unit: 'share' as const, ...bySlot(right, of, slots.count, shareOf) };
}

function bySlot(
  values: Float64Array,
  slotOf: Int32Array,
  count: number,
  measure: (values: Float64Array) => Measure,
): { values: Measure[]; sizes: Float64Array } {
  const slots: number[][] = Array.from({ length: count }, () => []);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (!Number.isNaN(value)) slots[slotOf[row] as number]?.push(value);
  }
  return {
    values: slots.map((slot) => measure(Float64Array.from(slot))),
    sizes: Float64Array.from(slots, ({ length }) => length),
  };
}

function oneAgainstRest(labels: Int32Array, predictions: Int32Array, code: number) {
  const counts = { tp: 0, fp: 0, tn: 0, fn: 0 };
  for (let row = 0; row < labels.length; row++) {
    const [label, predicted] = [labels[row] as number, predictions[row] as number];
    if (label < 0 || predicted < 0) continue;
    if (predicted === code) counts[label === code ? 'tp' : 'fp'] += 1;
    else counts[label === code ? 'fn' : 'tn'] += 1;
  }
  return counts;
}

/** Labels such as 12.5 measure something; whole numbers may be classes. */
function areFractions(names: readonly string[]): boolean {
  return names.some(
    (name) => name !== '' && Number.isFinite(Number(name)) && !Number.isInteger(Number(name)),
  );
}
