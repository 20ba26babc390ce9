import { describe, expect, it } from 'vitest';
import { classifierTest } from '#stats/classifier-test.ts';
import { mmdLinear } from '#stats/mmd-linear.ts';
import { fourierFeatures, fourierMean, mmdRandomFourier } from '#stats/mmd-random-fourier.ts';
import { mmd } from '#stats/mmd.ts';
import { pcaReconstruction } from '#stats/pca-reconstruction.ts';
import { joinPoints, type Points, pointsOf, selectPoints } from '#stats/points.ts';
import { mulberry32, normal } from '#stats/random.ts';

/** Normal points whose columns have the correlation, moved by `shift`. */
function cloud(rows: number, seed: number, { shift = 0, correlation = 0 } = {}): Points {
  const draw = mulberry32(seed);
  return pointsOf(
    Array.from({ length: rows }, () => {
      const x = normal(draw);
      const y = correlation * x + Math.sqrt(1 - correlation ** 2) * normal(draw);
      return [x + shift, y];
    }),
  );
}

describe('maximum mean discrepancy', () => {
  it('finds a change of dependence that no column shows', () => {
    const test = mmd(cloud(150, 1, { correlation: 0.9 }), cloud(150, 2, { correlation: -0.9 }), { seed: 3 });

    expect(test).toMatchObject({ status: 'ok', p: 0.005, n: 150, m: 150 });
  });

  it('is the same for the same seed and never has p = 0', () => {
    const options = { seed: 7, permutations: 19 };
    const test = mmd(cloud(40, 1), cloud(40, 2, { shift: 9 }), options);

    expect(test).toEqual(mmd(cloud(40, 1), cloud(40, 2, { shift: 9 }), options));
    expect(test).toMatchObject({ exceedances: 0, p: 0.05 });
  });

  it('leaves out rows with a missing value', () => {
    const reference = cloud(30, 1);
    const holed = joinPoints(reference, pointsOf([[NaN, 1]]));

    expect(mmd(holed, cloud(30, 2), { seed: 1 })).toEqual(mmd(reference, cloud(30, 2), { seed: 1 }));
  });

  it('of equal points or of one row is not available', () => {
    const equal = pointsOf([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);

    expect(mmd(equal, equal, { seed: 1 })).toMatchObject({ reason: 'one-distinct-value' });
    expect(mmd(selectPoints(equal, [0]), equal, { seed: 1 })).toMatchObject({
      reason: 'insufficient-data',
      n: 1,
    });
  });

  it('in linear time finds a shift in many rows', () => {
    const shifted = mmdLinear(cloud(4000, 1), cloud(4000, 2, { shift: 1 }), 0.5);
    const same = mmdLinear(cloud(4000, 1), cloud(4000, 2), 0.5);

    expect(shifted.status === 'ok' && shifted.p).toBeLessThan(1e-6);
    expect(same.status === 'ok' && same.p).toBeGreaterThan(0.01);
  });

  it('by random features approaches the biased form, and its means add up', () => {
    const reference = cloud(300, 1);
    const current = cloud(200, 2, { shift: 1 });
    const features = fourierFeatures(2, 0.5, 5, 4096);
    const approximate = mmdRandomFourier(fourierMean(reference, features), fourierMean(current, features));
    const exact = mmd(reference, current, { gamma: 0.5, permutations: 0, seed: 1 });
    const half = (from: number) =>
      selectPoints(
        reference,
        Array.from({ length: 150 }, (_, i) => from + i),
      );
    const parts = [fourierMean(half(0), features), fourierMean(half(150), features)] as const;

    expect(exact.status === 'ok' && Math.abs(approximate / exact.biased - 1)).toBeLessThan(0.1);
    for (const [f, mean] of fourierMean(reference, features).entries()) {
      expect(((parts[0][f] as number) + (parts[1][f] as number)) / 2).toBeCloseTo(mean, 12);
    }
  });
});

describe('the classifier test', () => {
  it('finds a shift and names its column', () => {
    const test = classifierTest(cloud(200, 1), cloud(200, 2, { shift: 1 }));

    if (test.status !== 'ok') throw new Error(test.reason);
    expect(test.statistic).toBeGreaterThan(0.7);
    for (const { coefficients } of test.models) {
      expect(Math.abs(coefficients[0] as number)).toBeGreaterThan(3 * Math.abs(coefficients[1] as number));
    }
  });

  it('finds nothing where nothing changed, and stands a constant column', () => {
    const withConstant = (points: Points) =>
      pointsOf(Array.from({ length: points.rows }, (_, i) => [points.values[2 * i] as number, 4]));
    const test = classifierTest(withConstant(cloud(200, 1)), withConstant(cloud(200, 2)));

    expect(test.status === 'ok' && Math.abs(test.statistic - 0.5)).toBeLessThan(0.1);
  });

  it('separates what does not overlap', () => {
    expect(classifierTest(cloud(50, 1), cloud(50, 2, { shift: 100 }))).toMatchObject({
      statistic: 1,
      accuracy: 1,
    });
  });
});

describe('the reconstruction error', () => {
  it('grows when columns stop moving together, missing values or not', () => {
    const reference = cloud(400, 1, { correlation: 0.95 });
    const current = cloud(400, 2, { correlation: 0 });
    const holed = { ...current, values: current.values.map((value, i) => (i % 50 === 0 ? NaN : value)) };

    for (const points of [current, holed]) {
      const test = pcaReconstruction(reference, points);
      expect(test).toMatchObject({ status: 'ok', components: 1 });
      expect(test.status === 'ok' && test.effect).toBeGreaterThan(2);
      expect(test.status === 'ok' && test.p).toBeLessThan(1e-30);
    }
  });

  it('of a constant reference is not available', () => {
    expect(pcaReconstruction(pointsOf([[1], [1]]), pointsOf([[2], [3]]))).toMatchObject({
      reason: 'one-distinct-value',
    });
  });
});
