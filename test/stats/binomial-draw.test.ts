import { describe, expect, it } from 'vitest';
import { binomialDraw } from '#stats/binomial-draw.ts';
import { mulberry32 } from '#stats/random.ts';

const DRAWS = 20_000;

describe('binomial draws', () => {
  it.each([
    [10, 0.3],
    [200, 0.01],
    [400, 0.9],
    [5_000, 0.2],
  ])('of %i trials at %d have its mean and variance', (n, p) => {
    const draw = mulberry32(7);
    const drawn = Array.from({ length: DRAWS }, () => binomialDraw(draw, n, p));

    const mean = drawn.reduce((sum, k) => sum + k, 0) / DRAWS;
    const variance = drawn.reduce((sum, k) => sum + (k - mean) ** 2, 0) / DRAWS;

    const expected = n * p * (1 - p);
    // five standard errors
    expect(Math.abs(mean - n * p)).toBeLessThan(5 * Math.sqrt(expected / DRAWS));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / DRAWS) + 0.01);
    expect(drawn.every((k) => Number.isInteger(k) && k >= 0 && k <= n)).toBe(true);
  });

  it('follow the law itself where few are expected', () => {
    const draw = mulberry32(11);
    const zeros = Array.from({ length: DRAWS }, () => binomialDraw(draw, 5, 0.1)).filter(
      (k) => k === 0,
    ).length;

    expect(zeros / DRAWS).toBeCloseTo(0.9 ** 5, 1.5);
  });

  it('know the ends', () => {
    const draw = mulberry32(1);
    expect(binomialDraw(draw, 0, 0.5)).toBe(0);
    expect(binomialDraw(draw, 9, 0)).toBe(0);
    expect(binomialDraw(draw, 9, 1)).toBe(9);
  });
});
