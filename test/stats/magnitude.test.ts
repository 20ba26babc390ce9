import { describe, expect, it } from 'vitest';

import { brownForsythe } from '#stats/brown-forsythe.ts';
import { describe as described } from '#stats/describe.ts';
import { energyDistance } from '#stats/energy.ts';
import { mulberry32, normal } from '#stats/random.ts';
import { sampleOf } from '#stats/sample.ts';
import { studentT, welchT } from '#stats/t-test.ts';
import type { TestResult } from '#stats/test-result.ts';
import { wassersteinOnRows } from '#stats/wasserstein.ts';

const draw = mulberry32(11);
/** Of 20 binary digits, so that moving and scaling them rounds nothing. */
const rows = (size: number, shift: number) =>
  Float64Array.from({ length: size }, () => Math.round((normal(draw) + shift) * 1024) / 1024);
const reference = rows(60, 0);
const current = rows(50, 0.5);

const tests: Record<string, (x: Float64Array, y: Float64Array) => TestResult> = {
  Welch: (x, y) => welchT(sampleOf(x), sampleOf(y)),
  Student: (x, y) => studentT(sampleOf(x), sampleOf(y)),
  'Brown-Forsythe': (x, y) => brownForsythe(sampleOf(x), sampleOf(y)),
};

describe.each(Object.entries(tests))('%s', (_, test) => {
  const plain = test(reference, current);

  it.each([2 ** 1000, 2 ** 520, 2 ** -299, 2 ** -530, 2 ** -1030])(
    'gives the same in units of %d',
    (unit) => {
      const inUnit = (values: Float64Array) => values.map((value) => value * unit);

      expect(test(inUnit(reference), inUnit(current))).toEqual(plain);
    },
  );

  it.each([1e9, 1e12, -(2 ** 40)])('gives the same with an offset of %d', (offset) => {
    const moved = (values: Float64Array) => values.map((value) => value + offset);

    const result = test(moved(reference), moved(current));

    if (result.status !== 'ok' || plain.status !== 'ok') throw new Error('not available');
    expect(result.statistic / plain.statistic).toBeCloseTo(1, 11);
    expect(result.p / plain.p).toBeCloseTo(1, 10);
  });
});

describe('a distance of values so small that their squares vanish', () => {
  const tiny = (values: number[]) => sampleOf(values.map((value) => value * 2 ** -1070));

  it('is the distance in that unit', () => {
    const unit = 2 ** -1070;
    const plain = wassersteinOnRows(sampleOf([0, 1, 4]), sampleOf([2, 8, 8]));

    expect(wassersteinOnRows(tiny([0, 1, 4]), tiny([2, 8, 8]))).toEqual({
      distance: (Math.round(plain.distance * 16) / 16) * unit,
      normalised: plain.normalised,
    });
    expect(energyDistance(tiny([0, 1, 4]), tiny([2, 8, 8])).coefficient).toBe(
      energyDistance(sampleOf([0, 1, 4]), sampleOf([2, 8, 8])).coefficient,
    );
    expect(described(tiny([-8, 8]), []).populationDeviation).toBe(8 * unit);
  });
});

it('two rows a side have no spread to compare', () => {
  expect(brownForsythe(sampleOf([1, 5]), sampleOf([2, 90]))).toMatchObject({ reason: 'insufficient-data' });
});

it('deviations that differ by rounding alone are equal', () => {
  const halves = sampleOf([0.1, 0.1, 0.7, 0.7]);

  expect(brownForsythe(halves, sampleOf([0.1, 0.7]))).toMatchObject({ statistic: 0, p: 1 });
  expect(brownForsythe(halves, sampleOf([0.1, 0.9]))).toMatchObject({
    statistic: Infinity,
    p: 0,
    lnP: -Infinity,
  });
});
