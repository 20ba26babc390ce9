import { describe, expect, it } from 'vitest';
import { rowDispersion } from '#stats/budget/row-dispersion.ts';
import { numbers, tenBins, windowsOf } from './null-data.ts';

const dispersionOf = (values: Float64Array, size: number) =>
  rowDispersion(windowsOf(values, tenBins(values), size), true);

describe('the dispersion of dependent rows', () => {
  it('is about 1 for independent rows', () => {
    const found = Array.from({ length: 20 }, (_, seed) => dispersionOf(numbers('normal', 6000, seed), 100));

    expect(Math.max(...found)).toBeLessThan(2);
    expect(found.reduce((sum, dispersion) => sum + dispersion) / 20).toBeLessThan(1.4);
  });

  it('grows with the autocorrelation', () => {
    const [some, much] = [0.5, 0.9].map((phi) => dispersionOf(numbers('normal', 12_000, 3, phi), 200));

    expect(some).toBeGreaterThan(1.5);
    expect(some).toBeLessThan(3.5);
    expect(much).toBeGreaterThan(5);
    expect(much).toBeLessThan(20); // (1 + φ)/(1 − φ) is 3 and 19
  });

  it('does not take a drift for dependence', () => {
    const values = numbers('normal', 6000, 5).map((value, i) => (i < 3000 ? value : value + 1));

    expect(dispersionOf(values, 100)).toBeLessThan(1.5);
  });

  it('is 1 while too few windows have been seen, or none has rows in two bins', () => {
    const dependent = Array.from({ length: 5 }, (_, i) => Float64Array.of(i % 2 === 0 ? 100 : 0, 50));
    const constant = Array.from({ length: 50 }, () => Float64Array.of(100, 0));

    expect(rowDispersion(dependent, false)).toBe(1);
    expect(rowDispersion(constant, true)).toBe(1);
    expect(() => rowDispersion([Float64Array.of(1, 2), Float64Array.of(1)], true)).toThrow(RangeError);
  });
});
