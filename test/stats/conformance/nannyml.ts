import { chiSquare } from '#stats/chi-square.ts';
import { nannyMlDistances, nannyMlKs, nannyMlWasserstein } from '#stats/compat/nannyml.ts';
import { hellinger } from '#stats/hellinger.ts';
import { jensenShannon } from '#stats/jensen-shannon.ts';
import { lInfinity } from '#stats/l-infinity.ts';
import { binaryPerformance } from '#stats/quality/binary-performance.ts';
import { type BandedMeasure, type Cbpe, cbpe, type ExpectedMeasures } from '#stats/quality/cbpe.ts';
import { fitIsotonic } from '#stats/quality/isotonic.ts';
import { type Sample, sampleOf } from '#stats/sample.ts';
import type { Case } from './case.ts';

/** From this score on the data set predicts label 1. */
const threshold = 0.65;

const files = {
  reference: 'nannyml/synthetic_car_loan_reference.csv.gz',
  monitored: 'nannyml/synthetic_car_loan_monitoring.csv.gz',
};

/** Our answer to a case of NannyML's run on its car loan data, by statistic. */
export const nannyMlStatistics: Record<string, (case_: Case) => unknown> = {
  jensen_shannon: (c) =>
    c.type === 'continuous'
      ? ofSamples(c, (reference, current) => nannyMlDistances(reference, current).jensenShannon)
      : ofCounts(c, jensenShannon),
  hellinger: (c) =>
    c.type === 'continuous'
      ? ofSamples(c, (reference, current) => nannyMlDistances(reference, current).hellinger)
      : ofCounts(c, hellinger),
  kolmogorov_smirnov: (c) => ofSamples(c, nannyMlKs),
  wasserstein: (c) => ofSamples(c, nannyMlWasserstein),
  l_infinity: (c) => ofCounts(c, (reference, current) => lInfinity(reference, current).distance),
  chi2: (c) => {
    const test = (reference: Float64Array, current: Float64Array) => {
      const result = chiSquare(reference, current, { minExpected: 0, correction: true });
      if (result.status === 'unavailable') throw new Error(result.reason);
      return result;
    };
    const p = ofCounts(c, (reference, current) => test(reference, current).p);
    return {
      ...ofCounts(c, (reference, current) => test(reference, current).statistic),
      upperThreshold: null,
      alerts: p.analysis.map((value) => value < 0.05),
    };
  },

  isotonic_calibration: (c) => {
    const { scores, labels } = scoredRows(c, 'reference');
    const { x, y } = fitIsotonic(scores, labels);
    return { knotsX: x, knotsY: y };
  },

  cbpe: (c) => {
    const measure = measures[c.metric ?? ''] ?? (c.metric as BandedMeasure);
    const [onReference, onMonitored] = estimatesOf(c);
    const realised = chunksOf(c, scoredRows(c, 'reference')).map((rows) => realisedOf(rows, measure));
    const [lowerThreshold, upperThreshold] = thresholdsOf(realised);
    const estimate = onMonitored.map(({ estimates }) => estimates[measure]);
    return {
      estimate,
      estimateOnReference: onReference.map(({ estimates }) => estimates[measure]),
      samplingError: onMonitored[0]?.samplingErrors[measure],
      lowerBand: onMonitored.map(({ bands }) => bands[measure][0]),
      upperBand: onMonitored.map(({ bands }) => bands[measure][1]),
      lowerThreshold,
      upperThreshold,
      alerts: estimate.map((value) => value < lowerThreshold || value > upperThreshold),
      realisedAnalysis: chunksOf(c, scoredRows(c, 'monitored')).map((rows) => realisedOf(rows, measure)),
    };
  },
};

const measures: Record<string, BandedMeasure> = {
  roc_auc: 'rocAuc',
  average_precision: 'averagePrecision',
  true_positive: 'tp',
  true_negative: 'tn',
  false_positive: 'fp',
  false_negative: 'fn',
};

/** Scores by chunk of both halves, and the alerts of those above the mean + 3 standard deviations of the reference's. */
function judged(reference: number[], analysis: number[]) {
  const upperThreshold = thresholdsOf(reference)[1];
  return { reference, analysis, upperThreshold, alerts: analysis.map((value) => value > upperThreshold) };
}

function ofSamples(c: Case, score: (reference: Sample, current: Sample) => number) {
  const values = (half: keyof typeof files) => Float64Array.from(columnOf(c, half), Number);
  const reference = sampleOf(values('reference'));
  const scores = (half: keyof typeof files) =>
    slices(c, values(half)).map((chunk) => score(reference, sampleOf(chunk)));
  return judged(scores('reference'), scores('monitored'));
}

function ofCounts(c: Case, score: (reference: Float64Array, current: Float64Array) => number) {
  const categories = [...new Set([...columnOf(c, 'reference'), ...columnOf(c, 'monitored')])];
  const positions = new Map(categories.map((name, i) => [name, i]));
  const counts = (rows: readonly string[]) => {
    const found = new Float64Array(categories.length);
    for (const row of rows) found[positions.get(row) as number]! += 1;
    return found;
  };
  const reference = counts(columnOf(c, 'reference'));
  const scores = (half: keyof typeof files) =>
    slices(c, columnOf(c, half)).map((chunk) => score(reference, counts(chunk)));
  return judged(scores('reference'), scores('monitored'));
}

function columnOf({ data, column = '' }: Case, half: keyof typeof files): string[] {
  return data.column(files[half], column);
}

function slices<Rows extends { length: number; slice(from: number, to: number): Rows }>(
  c: Case,
  rows: Rows,
): Rows[] {
  const size = c.options.chunkSize as number;
  return Array.from({ length: Math.floor(rows.length / size) }, (_, i) =>
    rows.slice(i * size, (i + 1) * size),
  );
}

type ScoredRows = { scores: Float64Array; labels: Float64Array };

function scoredRows({ data }: Case, half: keyof typeof files): ScoredRows {
  const [scores, labels] = ['y_pred_proba', 'repaid'].map((name) =>
    Float64Array.from(data.column(files[half], name), Number),
  ) as [Float64Array, Float64Array];
  return { scores, labels };
}

function chunksOf(c: Case, { scores, labels }: ScoredRows): ScoredRows[] {
  const labelChunks = slices(c, labels);
  return slices(c, scores).map((chunk, i) => ({ scores: chunk, labels: labelChunks[i] as Float64Array }));
}

function thresholdsOf(values: number[]): [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return [mean - 3 * sd, mean + 3 * sd];
}

/** Every metric of the file asks for the same chunks. */
const estimates = new Map<Case['data'], [Cbpe[], Cbpe[]]>();

function estimatesOf(c: Case): [Cbpe[], Cbpe[]] {
  const reference = scoredRows(c, 'reference');
  const made = estimates.get(c.data) ?? [
    chunksOf(c, reference).map(({ scores }) => estimated(reference, scores)),
    chunksOf(c, scoredRows(c, 'monitored')).map(({ scores }) => estimated(reference, scores)),
  ];
  estimates.set(c.data, made);
  return made;
}

function estimated(reference: ScoredRows, scores: Float64Array): Cbpe {
  const result = cbpe(reference.scores, reference.labels, scores, { threshold, resamples: 1 });
  if (result.status === 'unavailable') throw new Error(result.reason);
  return result;
}

function realisedOf({ scores, labels }: ScoredRows, measure: keyof ExpectedMeasures): number {
  const got = binaryPerformance(scores, labels, { threshold, resamples: 1 });
  if (measure === 'tp' || measure === 'tn' || measure === 'fp' || measure === 'fn')
    return got.confusion[measure];
  const value = got[measure];
  return value.status === 'ok' ? value.value : Number.NaN;
}
