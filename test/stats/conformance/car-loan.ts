import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { binaryPerformance } from '#stats/quality/binary-performance.ts';
import { type BandedMeasure, type Cbpe, cbpe, type ExpectedMeasures } from '#stats/quality/cbpe.ts';
import { fitIsotonic } from '#stats/quality/isotonic.ts';
import type { Case } from './case.ts';

interface Rows {
  scores: Float64Array;
  labels: Float64Array;
}

const ROWS = 50_000;
/** From this score on the data set predicts label 1. */
const THRESHOLD = 0.65;

const names: Record<string, BandedMeasure> = {
  roc_auc: 'rocAuc',
  average_precision: 'averagePrecision',
  true_positive: 'tp',
  true_negative: 'tn',
  false_positive: 'fp',
  false_negative: 'fn',
};

/** Our answer to a case of NannyML's run on its car loan data, by statistic. */
export const carLoanStatistics: Record<string, (case_: Case) => unknown> = {
  isotonic_calibration: () => {
    const { reference } = carLoan();
    const { x, y } = fitIsotonic(reference.scores, reference.labels);
    return { knotsX: x, knotsY: y };
  },

  cbpe: (c) => {
    const metric = (c as Case & { metric: string }).metric;
    const measure = names[metric] ?? (metric as BandedMeasure);
    const { reference, monitored } = carLoan();
    const chunkRows = c.options.chunkSize as number;
    const [onReference, onMonitored] = [reference, monitored].map((rows) =>
      chunksOf(rows, chunkRows).map(({ scores }) => estimated(reference, scores)),
    ) as [Cbpe[], Cbpe[]];

    const realised = chunksOf(reference, chunkRows).map((rows) => realisedOf(rows, measure));
    const mean = realised.reduce((sum, value) => sum + value, 0) / realised.length;
    const sd = Math.sqrt(realised.reduce((sum, value) => sum + (value - mean) ** 2, 0) / realised.length);
    const [lowerThreshold, upperThreshold] = [mean - 3 * sd, mean + 3 * sd];
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
      realisedAnalysis: chunksOf(monitored, chunkRows).map((rows) => realisedOf(rows, measure)),
    };
  },
};

let kept: { reference: Rows; monitored: Rows } | undefined;

/** Scores (whole per cents) and labels of NannyML's synthetic car loan data, one byte a row: score + 128 · label. */
function carLoan(): { reference: Rows; monitored: Rows } {
  if (!kept) {
    const bytes = gunzipSync(readFileSync(new URL('../reference/car-loan-scores.bin.gz', import.meta.url)));
    const rows = (from: number): Rows => {
      const part = bytes.subarray(from, from + ROWS);
      return {
        scores: Float64Array.from(part, (byte) => (byte & 127) / 100),
        labels: Float64Array.from(part, (byte) => byte >> 7),
      };
    };
    kept = { reference: rows(0), monitored: rows(ROWS) };
  }
  return kept;
}

function chunksOf({ scores, labels }: Rows, size: number): Rows[] {
  return Array.from({ length: scores.length / size }, (_, i) => ({
    scores: scores.subarray(i * size, (i + 1) * size),
    labels: labels.subarray(i * size, (i + 1) * size),
  }));
}

/** Every metric of the file asks for the same chunks. */
const estimates = new Map<string, Cbpe>();

function estimated(reference: Rows, scores: Float64Array): Cbpe {
  const key = scores.join();
  const known = estimates.get(key);
  if (known) return known;
  const result = cbpe(reference.scores, reference.labels, scores, { threshold: THRESHOLD, resamples: 1 });
  if (result.status === 'unavailable') throw new Error(result.reason);
  estimates.set(key, result);
  return result;
}

function realisedOf({ scores, labels }: Rows, measure: keyof ExpectedMeasures): number {
  const got = binaryPerformance(scores, labels, { threshold: THRESHOLD, resamples: 1 });
  if (measure === 'tp' || measure === 'tn' || measure === 'fp' || measure === 'fn')
    return got.confusion[measure];
  const value = got[measure];
  return value.status === 'ok' ? value.value : Number.NaN;
}
