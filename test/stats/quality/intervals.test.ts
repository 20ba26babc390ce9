import { describe, expect, it } from 'vitest';

import type { Estimate, NoEstimate } from '#stats/estimate.ts';
import { averagePrecision } from '#stats/quality/average-precision.ts';
import { binaryPerformance } from '#stats/quality/binary-performance.ts';
import { calibration } from '#stats/quality/calibration.ts';
import { cbpe } from '#stats/quality/cbpe.ts';
import { confusionOf, f1, mcc } from '#stats/quality/confusion.ts';
import { delayedQuality } from '#stats/quality/delayed-labels.ts';
import { calibrated, fitIsotonic } from '#stats/quality/isotonic.ts';
import { fitPlatt, plattProbability } from '#stats/quality/platt.ts';
import { regressionPerformance } from '#stats/quality/regression-performance.ts';
import { rocAuc } from '#stats/quality/roc-auc.ts';
import { mulberry32, normal, uniform } from '#stats/random.ts';

/** Rows whose score is the probability of label 1. */
function classified(n: number, seed: number): { scores: Float64Array; labels: Float64Array } {
  const draw = mulberry32(seed);
  const scores = Float64Array.from({ length: n }, () => 1 / (1 + Math.exp(1 - 2 * normal(draw))));
  return { scores, labels: scores.map((score) => (uniform(draw) < score ? 1 : 0)) };
}

function regressed(n: number, seed: number): { predictions: Float64Array; targets: Float64Array } {
  const draw = mulberry32(seed);
  const predictions = Float64Array.from({ length: n }, () => 3 * normal(draw));
  return { predictions, targets: predictions.map((prediction) => prediction + normal(draw)) };
}

const measures: Record<string, (n: number, seed: number) => Estimate | NoEstimate> = {
  rocAuc: (n, seed) => {
    const { scores, labels } = classified(n, seed);
    return rocAuc(scores, labels);
  },
  averagePrecision: (n, seed) => {
    const { scores, labels } = classified(n, seed);
    return averagePrecision(scores, labels);
  },
  f1: (n, seed) => {
    const { scores, labels } = classified(n, seed);
    return f1(confusionOf(scores, labels, 0.5));
  },
  mcc: (n, seed) => {
    const { scores, labels } = classified(n, seed);
    return mcc(confusionOf(scores, labels, 0.5));
  },
  logLoss: (n, seed) => {
    const { scores, labels } = classified(n, seed);
    return binaryPerformance(scores, labels, { resamples: 1 }).logLoss;
  },
  brier: (n, seed) => {
    const { scores, labels } = classified(n, seed);
    return binaryPerformance(scores, labels, { resamples: 1 }).brier;
  },
  mae: (n, seed) => {
    const { predictions, targets } = regressed(n, seed);
    return regressionPerformance(predictions, targets).mae;
  },
  rmse: (n, seed) => {
    const { predictions, targets } = regressed(n, seed);
    return regressionPerformance(predictions, targets).rmse;
  },
  r2: (n, seed) => {
    const { predictions, targets } = regressed(n, seed);
    return regressionPerformance(predictions, targets).r2;
  },
  medianAbsoluteError: (n, seed) => {
    const { predictions, targets } = regressed(n, seed);
    return regressionPerformance(predictions, targets).medianAbsoluteError;
  },
};

function valueOf(measure: Estimate | NoEstimate): number {
  if (measure.status === 'unavailable') throw new Error(measure.reason);
  return measure.value;
}

describe('the 95 % interval', () => {
  it.each(Object.keys(measures))('of %s holds the truth in 90 % or more of samples of 200 rows', (name) => {
    const measure = measures[name] as (n: number, seed: number) => Estimate | NoEstimate;
    const truth = valueOf(measure(100_000, 999));

    const results = Array.from({ length: 300 }, (_, seed) => measure(200, seed));
    const covered = results.filter(
      (result) => result.status === 'ok' && result.lower <= truth && truth <= result.upper,
    );

    expect(covered.length / results.length).toBeGreaterThan(0.9);
  });
});

describe('a measure without the rows it needs', () => {
  it('is not available, with the reason', () => {
    const got = binaryPerformance([0.1, 0.2, Number.NaN], [0, 0, 1]);

    expect(got).toMatchObject({
      n: 2,
      missing: 1,
      accuracy: { status: 'ok', value: 1 },
      precision: { status: 'unavailable', reason: 'no-predicted-positives' },
      recall: { status: 'unavailable', reason: 'no-positives' },
      f1: { status: 'unavailable', reason: 'no-positives' },
      mcc: { status: 'unavailable', reason: 'one-prediction' },
      rocAuc: { status: 'unavailable', reason: 'one-label' },
      averagePrecision: { status: 'unavailable', reason: 'no-positives' },
    });
  });

  it('of a regression on a constant target is R²', () => {
    const got = regressionPerformance([1, 2], [3, 3]);

    expect(got.r2).toEqual({ status: 'unavailable', reason: 'constant' });
    expect(regressionPerformance([], []).mae).toEqual({ status: 'unavailable', reason: 'no-rows' });
  });

  it('is the Brier score and log loss for scores that are no probabilities', () => {
    const got = binaryPerformance([-3, 4], [0, 1]);

    expect(got.brier).toEqual({ status: 'unavailable', reason: 'not-probabilities' });
    expect(got.logLoss).toEqual({ status: 'unavailable', reason: 'not-probabilities' });
    expect(got.rocAuc).toMatchObject({ status: 'ok', value: 1 });
  });

  it('fails for labels that are neither 0 nor 1, and for other lengths', () => {
    expect(() => binaryPerformance([0.5], [2])).toThrow(RangeError);
    expect(() => binaryPerformance([0.5], [])).toThrow(RangeError);
  });
});

describe('ranking measures', () => {
  it('count ties as half, whatever the order of the rows', () => {
    expect(rocAuc([0.5, 0.5, 0.5], [1, 0, 0])).toMatchObject({ value: 0.5 });
    expect(rocAuc([3, 2, 1], [1, 0, 0])).toMatchObject({ value: 1, upper: 1 });
    expect(averagePrecision([0.5, 0.5], [1, 0])).toEqual(averagePrecision([0.5, 0.5], [0, 1]));
  });

  it('stay when scores are mapped by a rising function', () => {
    const { scores, labels } = classified(300, 4);

    expect(rocAuc(scores.map(Math.log), labels)).toEqual(rocAuc(scores, labels));
    expect(averagePrecision(scores.map(Math.log), labels)).toEqual(averagePrecision(scores, labels));
  });
});

describe('calibration', () => {
  it('of right scores has an error near that of perfect ones, of squared scores a larger one', () => {
    const { scores, labels } = classified(5000, 1);

    const right = calibration(scores, labels);
    const wrong = calibration(
      scores.map((score) => score * score),
      labels,
    );

    if (right.status === 'unavailable' || wrong.status === 'unavailable') throw new Error('unavailable');
    expect(right.ece.value / right.eceOfPerfect).toBeLessThan(2);
    expect(right.ece.lower).toBeLessThan(0.01);
    expect(wrong.ece.lower).toBeGreaterThan(5 * wrong.eceOfPerfect);
    expect(right.bins.reduce((sum, { n }) => sum + n, 0)).toBe(5000);
  });

  it('by isotonic regression rises, and keeps the mean of the labels', () => {
    const { scores, labels } = classified(400, 2);
    const curve = fitIsotonic(scores, labels);

    const fitted = scores.map((score) => calibrated(curve, score));

    expect([...curve.y]).toEqual([...curve.y].toSorted((a, b) => a - b));
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
    expect(mean(fitted)).toBeCloseTo(mean(labels), 10);
    expect(calibrated(curve, -1)).toBe(curve.y[0]);
    expect(calibrated(curve, 2)).toBe(curve.y.at(-1));
  });

  it('by Platt’s scaling finds the line that made the labels, and is finite for separated ones', () => {
    const draw = mulberry32(8);
    const scores = Float64Array.from({ length: 50_000 }, () => normal(draw));
    const labels = scores.map((x) => (uniform(draw) < 1 / (1 + Math.exp(-(2 * x - 1))) ? 1 : 0));

    const curve = fitPlatt(scores, labels);
    const separated = fitPlatt([1, 2, 3, 4], [0, 0, 1, 1]);

    expect(curve.slope).toBeCloseTo(2, 1);
    expect(curve.intercept).toBeCloseTo(-1, 1);
    expect(plattProbability(separated, 4)).toBeGreaterThan(0.6);
    expect(plattProbability(separated, 4)).toBeLessThan(0.95);
  });
});

describe('performance estimated without labels', () => {
  it.each(['isotonic', 'platt'] as const)('holds the realised one within its intervals (%s)', (method) => {
    const inside = Array.from({ length: 25 }, (_, seed) => {
      const reference = classified(1000, seed);
      const current = classified(500, seed + 100);
      const got = cbpe(reference.scores, reference.labels, current.scores, {
        calibration: method,
        resamples: 25,
      });
      const realised = valueOf(rocAuc(current.scores, current.labels));
      if (got.status === 'unavailable') throw new Error(got.reason);
      const [lower, upper] = got.intervals.rocAuc;
      return lower <= realised && realised <= upper;
    });

    expect(inside.filter(Boolean).length).toBeGreaterThanOrEqual(21);
  });

  it('says when scores lie outside the reference', () => {
    const { scores, labels } = classified(500, 1);

    const got = cbpe(
      scores,
      labels,
      scores.map((score) => score + 0.5),
    );

    expect(got).toMatchObject({ status: 'ok', isSupported: false });
    expect(cbpe([0.2, 0.4], [1, 1], [0.3])).toEqual({ status: 'unavailable', reason: 'one-label' });
  });
});

describe('quality under late labels', () => {
  it('is not fooled by young rows being better than the labelled ones', () => {
    const draw = mulberry32(6);
    const rows = Array.from({ length: 20_000 }, () => {
      const good = uniform(draw) < 0.8 ? 1 : 0;
      const delay = Math.ceil(-5 * Math.log(1 - uniform(draw)));
      return { age: Math.floor(uniform(draw) * 20), delay, good };
    });
    const aged = rows.map((row) => ({ ...row, good: row.age < 10 ? 1 : row.good }));
    const came = (row: { age: number; delay: number }) => row.delay <= row.age;
    const truth = aged.reduce((sum, { good }) => sum + good, 0) / aged.length;

    const got = delayedQuality(
      aged.map(({ age }) => age),
      aged.map((row) => (came(row) ? row.delay : Number.NaN)),
      aged.map((row) => (came(row) ? row.good : Number.NaN)),
    );

    if (got.status === 'unavailable') throw new Error(got.reason);
    expect(Math.abs(valueOf(got.plain) - truth)).toBeGreaterThan(0.02);
    expect(Math.abs(valueOf(got.weighted) - truth)).toBeLessThan(0.015);
  });

  it('has no accuracy before the first label', () => {
    expect(delayedQuality([1, 2], [Number.NaN, Number.NaN], [Number.NaN, Number.NaN])).toMatchObject({
      status: 'ok',
      coverage: 0,
      plain: { status: 'unavailable', reason: 'no-labels' },
      weighted: { status: 'unavailable', reason: 'no-labels' },
    });
    expect(() => delayedQuality([1], [2], [1])).toThrow(RangeError);
  });
});
