import type { Estimate, NoEstimate } from '#stats/estimate.ts';
import { binaryPerformance } from '#stats/quality/binary-performance.ts';
import { type CalibrationMethod, cbpe } from '#stats/quality/cbpe.ts';
import { delayedQuality } from '#stats/quality/delayed-labels.ts';
import { type ExpectedChange, expectedChange } from '#stats/quality/expected-change.ts';
import {
  type BinnedFeature,
  type ExpectedChangeTogether,
  expectedChangeTogether,
} from '#stats/quality/expected-change-together.ts';
import { fitIsotonic } from '#stats/quality/isotonic.ts';
import { fitPlatt, plattProbability } from '#stats/quality/platt.ts';
import { qualityDecomposition } from '#stats/quality/quality-decomposition.ts';
import { regressionPerformance } from '#stats/quality/regression-performance.ts';
import { segmentAttribution } from '#stats/quality/segment-attribution.ts';
import type { Case } from './case.ts';
import { type Json, numbers, rowsOf } from './numbers.ts';

/** Our answer to a case of a reference file, by statistic. */
export const qualityStatistics: Record<string, (case_: Case) => unknown> = {
  binary_performance: ({ inputs, options }) => {
    const got = binaryPerformance(numbers(inputs.scores), numbers(inputs.labels), {
      threshold: inputs.threshold as number,
      eceBins: options.eceBins as number,
      logLossClip: options.logLossClip as number,
      resamples: 1,
    });
    const { accuracy, calibration } = got;
    return {
      ...valuesOf(got),
      confusion: got.confusion,
      ece: calibration.status === 'ok' ? calibration.ece.value : null,
      wilsonAccuracy: accuracy.status === 'ok' ? [accuracy.lower, accuracy.upper] : null,
    };
  },

  regression_performance: ({ inputs }) =>
    valuesOf(regressionPerformance(numbers(inputs.prediction), numbers(inputs.target))),

  delayed_labels: ({ inputs }) => {
    const ages = numbers(inputs.predictedAt).map((at) => (inputs.now as number) - at);
    const got = delayedQuality(ages, numbers(inputs.labelDelay), numbers(inputs.correct));
    if (got.status === 'unavailable') return {};
    const { plain, weighted } = got;
    return {
      labelled: got.labelled,
      coverage: got.coverage,
      delayCdf: got.delays.map(({ delay, share }) => [delay, share]),
      accuracyLabelled: valueOf(plain),
      accuracyWeighted: valueOf(weighted),
      wilsonLabelled: plain.status === 'ok' ? [plain.lower, plain.upper] : null,
    };
  },

  cbpe_binary: ({ inputs, options }) => {
    const reference = [numbers(inputs.referenceScores), numbers(inputs.referenceLabels)] as const;
    const got = cbpe(...reference, numbers(inputs.currentScores), {
      threshold: inputs.threshold as number,
      calibration: options.calibration as CalibrationMethod,
      resamples: 1,
    });
    if (got.status === 'unavailable') return {};
    const { x, y } = fitIsotonic(...reference);
    return {
      knotsX: x,
      knotsY: y,
      calibrated: got.probabilities,
      estimates: { ...got.estimates, ...longNames(got.estimates) },
      standardErrors: { ...got.samplingErrors, ...longNames(got.samplingErrors) },
      bands: { ...got.bands, ...longNames(got.bands) },
    };
  },

  platt_calibration: ({ inputs }) => {
    const curve = fitPlatt(numbers(inputs.scores), numbers(inputs.labels));
    return {
      ...curve,
      probabilities: numbers(inputs.at).map((score) => plattProbability(curve, score)),
    };
  },

  quality_decomposition: ({ inputs, options }) => {
    const got = qualityDecomposition(
      numbers(inputs.referenceScores),
      numbers(inputs.referenceQuality),
      numbers(inputs.currentScores),
      numbers(inputs.currentQuality),
      { bins: options.bins as number, form: options.form as 'symmetric' | 'reference', resamples: 1 },
    );
    if (got.status === 'unavailable') return {};
    const { reference, current, change, dataDrift, conceptDrift, outsideShare } = got;
    return { ...valuesOf({ reference, current, change, dataDrift, conceptDrift }), outsideShare };
  },

  expected_change: ({ inputs, options }) => {
    const { quality, features } = harmInputs(inputs);
    const [{ bins, reference, current }] = features as [BinnedFeature];
    const byBin = {
      rows: new Float64Array(bins),
      sums: new Float64Array(bins),
      squares: new Float64Array(bins),
    };
    for (const [row, value] of quality.entries()) {
      const bin = reference[row] as number;
      byBin.rows[bin]! += 1;
      byBin.sums[bin]! += value;
      byBin.squares[bin]! += value * value;
    }
    const counts = new Float64Array(bins);
    for (let row = 0; row < current.length; row++) counts[current[row] as number]! += 1;
    return withInterval(expectedChange(byBin, counts, options.level as number));
  },

  expected_change_together: ({ inputs, options }) => {
    const { quality, features } = harmInputs(inputs);
    return withInterval(expectedChangeTogether(features, quality, options.level as number));
  },

  segment_attribution: ({ inputs }) => {
    const { reference, current, change, parts, residual } = segmentAttribution(
      numbers(inputs.nReference),
      numbers(inputs.goodReference),
      numbers(inputs.nCurrent),
      numbers(inputs.goodCurrent),
    );
    const segments = (inputs.segments as Json[]).map((segment, i) => ({ segment, ...parts[i] }));
    return { rateReference: reference, rateCurrent: current, change, segments, residual };
  },
};

function harmInputs({ bins, reference, quality, current }: Case['inputs']) {
  const sides = { reference: rowsOf(reference), current: rowsOf(current) };
  const features = Array.from(numbers(bins), (size, i): BinnedFeature => {
    return { bins: size, reference: sides.reference[i] ?? [], current: sides.current[i] ?? [] };
  });
  return { quality: numbers(quality), features };
}

function withInterval(got: ExpectedChange | ExpectedChangeTogether | NoEstimate): unknown {
  if (got.status === 'unavailable') return { change: null, reason: got.reason };
  const { value, lower, upper } = got.change;
  return { ...got, change: value, interval: [lower, upper] };
}

function valueOf(measure: Estimate | NoEstimate): number | null {
  return measure.status === 'ok' ? measure.value : null;
}

function valuesOf(measures: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(measures).map(([name, measure]) => [
      name,
      measure !== null && typeof measure === 'object' && 'status' in measure
        ? valueOf(measure as Estimate | NoEstimate)
        : measure,
    ]),
  );
}

function longNames(measures: object): Record<string, unknown> {
  const names: Record<string, string> = {
    rocAuc: 'roc_auc',
    averagePrecision: 'average_precision',
    tp: 'true_positive',
    tn: 'true_negative',
    fp: 'false_positive',
    fn: 'false_negative',
  };
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [names[name] ?? name, value]));
}
