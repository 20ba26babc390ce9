import { describe, expect, it } from 'vitest';
import { countLimit, shareLimit } from '#stats/budget/low-counts.ts';
import { mostProvable, poissonLower, poissonTail, poissonUpper } from '#stats/budget/poisson-rate.ts';
import { runningMinimum } from '#stats/budget/running-minimum.ts';
import { below, mulberry32, uniform } from '#stats/random.ts';

describe('events seen', () => {
  it('have an exact upper limit, as in the table of Garwood (1936)', () => {
    const limits = [0, 1, 2, 3].map((seen) => Number(poissonUpper(seen).toFixed(2)));

    expect(limits).toEqual([3, 4.74, 6.3, 7.75]);
  });

  it('have an exact lower limit, of which so many or more come with 5 %', () => {
    const limits = [0, 1, 2, 3, 10].map((seen) => Number(poissonLower(seen).toFixed(3)));

    expect(limits).toEqual([0, 0.051, 0.355, 0.818, 5.425]);
    expect(poissonTail(10, poissonLower(10))).toBeCloseTo(0.05, 10);
  });

  it('are so many or more with a probability', () => {
    expect(poissonTail(0, 2)).toBe(1);
    expect(poissonTail(1, 2)).toBeCloseTo(1 - Math.exp(-2), 12);
    expect(poissonTail(3, 1)).toBeCloseTo(1 - 2.5 * Math.exp(-1), 12);
  });

  it.each([
    { allowed: 2.9, most: undefined },
    { allowed: 3, most: 0 },
    { allowed: 4.74, most: 0 },
    { allowed: 4.75, most: 1 },
    { allowed: 12.86, most: 6 },
  ])('prove $allowed when there are at most $most', ({ allowed, most }) => {
    expect(mostProvable(allowed)).toBe(most);
  });
});

describe('a share of few rows', () => {
  it('has the limit of the binomial tail, by hand: 2 of 2 come once in 100 slots at 10 %', () => {
    const sizes = Array.from({ length: 100 }, () => 2);

    expect(shareLimit(sizes, 0.1, 1.0001)).toBeCloseTo(0.5, 3); // above one of two
    expect(shareLimit(sizes, 0.1, 0.99)).toBeGreaterThan(1);
    expect(shareLimit(sizes, 0.1, 0.02, 2)).toBeCloseTo(0.5, 3); // twice in a row: 0.01² · 100 = 0.01
    expect(shareLimit([0, 0], 0.1, 1)).toBeLessThan(1e-6);
  });

  it('keeps the budget in slots that it has not seen', () => {
    const draw = mulberry32(11);
    const sizes = Array.from({ length: 40_000 }, () => 5 + below(draw, 30));

    const limit = shareLimit(sizes, 0.02, 10);
    const reached = sizes.filter((size) => {
      let bad = 0;
      for (let row = 0; row < size; row++) if (uniform(draw) < 0.02) bad += 1;
      return bad / size >= limit;
    });

    expect(reached.length).toBeLessThanOrEqual(18); // P(Poisson(10) > 18) < 1 %
    expect(reached.length).toBeGreaterThan(0);
  });
});

describe('a low count', () => {
  it('has the limit of the Poisson tail', () => {
    expect(countLimit(1, 1_000, 1)).toBe(6); // P(X ≥ 5) = 0.00366, P(X ≥ 6) = 0.00059
    expect(countLimit(1, 1_000, 4)).toBe(5);
    expect(countLimit(0, 1_000, 1)).toBe(1);
  });
});

describe('the running minimum', () => {
  it('is of the last known values', () => {
    const values = Float64Array.of(3, 1, NaN, 2, 4, 4, 0);

    expect([...runningMinimum(values, 2)]).toEqual([NaN, 1, NaN, 1, 2, 4, 0]);
    expect([...runningMinimum(values, 1)]).toEqual([...values]);
    expect(() => runningMinimum(values, 0)).toThrow(RangeError);
  });
});
