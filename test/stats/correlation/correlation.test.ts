import { describe, expect, it } from 'vitest';

import { blockBootstrapCorrelation } from '#stats/correlation/block-bootstrap.ts';
import { crossCorrelation } from '#stats/correlation/cross-correlation.ts';
import { detrended } from '#stats/correlation/detrended.ts';
import { granger } from '#stats/correlation/granger.ts';
import { kendall } from '#stats/correlation/kendall.ts';
import { leadCorrelation } from '#stats/correlation/lead-correlation.ts';
import { residualsOf } from '#stats/correlation/least-squares.ts';
import { partialCorrelation } from '#stats/correlation/partial-correlation.ts';
import { pearson, seriesCorrelation } from '#stats/correlation/pearson.ts';
import { prewhitenedCrossCorrelation } from '#stats/correlation/prewhitened-cross-correlation.ts';
import { spearman } from '#stats/correlation/spearman.ts';
import { orderOfMoves, whatMovedFirst } from '#stats/correlation/what-moved-first.ts';
import { withoutDailyPattern } from '#stats/correlation/without-daily-pattern.ts';
import { mulberry32, normal } from '#stats/random.ts';
import type { TestResult } from '#stats/test-result.ts';

function ar1(n: number, seed: number, persistence: number): number[] {
  const draw = mulberry32(seed);
  let value = normal(draw);
  return Array.from({ length: n }, () => {
    value = persistence * value + Math.sqrt(1 - persistence ** 2) * normal(draw);
    return value;
  });
}

function ok<Result extends TestResult>(result: Result) {
  if (result.status === 'unavailable') throw new Error(result.reason);
  return result as Exclude<Result, { status: 'unavailable' }>;
}

const seeds = Array.from({ length: 300 }, (_, seed) => 2 * seed);

function falseShare(p: (x: number[], y: number[]) => number, persistence: number): number {
  const rejected = seeds.filter(
    (seed) => p(ar1(120, seed, persistence), ar1(120, seed + 1, persistence)) < 0.05,
  );
  return rejected.length / seeds.length;
}

describe('a correlation', () => {
  it.each([
    ['pearson', pearson],
    ['spearman', spearman],
    ['kendall', kendall],
    ['seriesCorrelation', seriesCorrelation],
  ] as const)('%s is symmetric, within ±1, and turns its sign with a column', (_, correlate) => {
    const [x, y] = [ar1(60, 1, 0), ar1(60, 2, 0).map((value, i) => value + (i % 7))];

    const r = ok(correlate(x, y)).statistic;

    expect(ok(correlate(y, x)).statistic).toBeCloseTo(r, 12);
    expect(
      ok(
        correlate(
          x.map((value) => -value),
          y,
        ),
      ).statistic,
    ).toBeCloseTo(-r, 12);
    expect(ok(correlate(x, x)).statistic).toBeCloseTo(1, 12);
    expect(Math.abs(r)).toBeLessThan(1);
  });

  it('leaves rows with a missing value out', () => {
    const [x, y] = [ar1(40, 1, 0), ar1(40, 2, 0)];

    expect(pearson([...x, Number.NaN, 3], [...y, 9, Number.POSITIVE_INFINITY])).toEqual(pearson(x, y));
  });

  it.each([pearson, spearman, kendall, seriesCorrelation])(
    'is not available for constants and few rows',
    (correlate) => {
      expect(correlate([1, 2, 3], [5, 5, 5])).toMatchObject({
        status: 'unavailable',
        reason: 'one-distinct-value',
      });
      expect(correlate([1, 2], [3, 4])).toMatchObject({
        status: 'unavailable',
        reason: 'too-few-rows',
        n: 2,
      });
      expect(() => correlate([1], [1, 2])).toThrow(RangeError);
    },
  );

  it('keeps the logarithm of a p-value that is too small for a number', () => {
    const x = ar1(5000, 1, 0);
    const { p, lnP } = ok(
      pearson(
        x,
        ar1(5000, 2, 0).map((value, i) => (x[i] as number) + 0.2 * value),
      ),
    );

    expect(p).toBe(0);
    expect(lnP).toBeLessThan(-5000);
    expect(lnP).toBeGreaterThan(-20_000);
  });
});

describe('Kendall’s τ', () => {
  it.each([
    // SciPy: kendalltau([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]) and, worked by hand, one swap of four
    [[12, 2, 1, 12, 2], [1, 4, 7, 1, 0], -0.47140452079103173],
    [[1, 2, 3, 4], [1, 3, 2, 4], 2 / 3],
  ])('of %j and %j is %d', (x, y, tau) => {
    expect(ok(kendall(x, y)).statistic).toBeCloseTo(tau, 12);
  });
});

describe('independent series that wander', () => {
  it('deceive the plain test', () => {
    expect(falseShare((x, y) => ok(pearson(x, y)).p, 0.9)).toBeGreaterThan(0.35);
  });

  it.each([0, 0.5, 0.9])(
    'do not deceive the effective number of pairs, nor pre-whitening (φ = %d)',
    (phi) => {
      expect(falseShare((x, y) => ok(seriesCorrelation(x, y)).p, phi)).toBeLessThan(0.1);
      expect(falseShare((x, y) => ok(prewhitenedCrossCorrelation(x, y)).p, phi)).toBeLessThan(0.08);
    },
  );
});

describe('a series that follows another by four steps', () => {
  const x = ar1(300, 1, 0.8);
  const echo = ar1(300, 2, 0.3).map((value, i) => 0.5 * value + (x[i - 4] ?? 0));

  it('is found at lag 4, in the raw and in the pre-whitened series', () => {
    expect(ok(crossCorrelation(x, echo, 10)).bestLag).toBe(4);
    expect(ok(prewhitenedCrossCorrelation(x, echo)).bestLag).toBe(4);
    expect(ok(prewhitenedCrossCorrelation(echo, x)).bestLag).toBe(-4);
    expect(ok(prewhitenedCrossCorrelation(x, echo)).p).toBeLessThan(1e-6);
  });

  it('is preceded by it, not the other way round', () => {
    expect(ok(granger(x, echo, 5)).p).toBeLessThan(1e-6);
    expect(ok(granger(echo, x, 5)).p).toBeGreaterThan(0.01);
  });

  it('has a bootstrap interval about the correlation, the same for the same seed', () => {
    const shifted = echo.slice(4);
    const got = ok(blockBootstrapCorrelation(x.slice(0, -4), shifted, { seed: 7 }));

    expect(got.lower).toBeLessThan(got.statistic);
    expect(got.upper).toBeGreaterThan(got.statistic);
    expect(blockBootstrapCorrelation(x.slice(0, -4), shifted, { seed: 7 })).toEqual(got);
  });
});

describe('the partial correlation', () => {
  it('is the one of the textbook formula for a single control', () => {
    const z = ar1(200, 1, 0);
    const x = ar1(200, 2, 0).map((value, i) => value + (z[i] as number));
    const y = ar1(200, 3, 0).map((value, i) => value - 2 * (z[i] as number));
    const [xy, xz, yz] = [pearson(x, y), pearson(x, z), pearson(y, z)].map(
      (result) => ok(result).statistic,
    ) as [number, number, number];

    const partial = ok(partialCorrelation(x, y, [z]));

    expect(partial.statistic).toBeCloseTo((xy - xz * yz) / Math.sqrt((1 - xz ** 2) * (1 - yz ** 2)), 12);
    expect(Math.abs(xy)).toBeGreaterThan(0.5);
    expect(partial.p).toBeGreaterThan(0.01);
  });

  it('takes a control twice as once, and is not available when the controls explain x', () => {
    const [x, y, z] = [ar1(50, 1, 0), ar1(50, 2, 0), ar1(50, 3, 0)];

    expect(ok(partialCorrelation(x, y, [z, z])).statistic).toBeCloseTo(
      ok(partialCorrelation(x, y, [z])).statistic,
      12,
    );
    expect(partialCorrelation(x, y, [x])).toMatchObject({
      status: 'unavailable',
      reason: 'one-distinct-value',
    });
    expect(residualsOf(x, [z, z]).rank).toBe(1);
  });
});

describe('what moved first', () => {
  const step = (at: number, seed: number) => ar1(200, seed, 0).map((value, i) => value + (i < at ? 0 : 6));

  it('is the series whose change ends before those of the others begin', () => {
    const moves = whatMovedFirst([
      { name: 'errors', values: step(140, 1) },
      { name: 'volume', values: step(60, 2) },
      { name: 'constant', values: ar1(200, 3, 0) },
      { name: 'confidence', values: step(100, 4) },
    ]);

    expect(moves.map(({ name, after, isFirst }) => ({ name, after, isFirst }))).toEqual([
      { name: 'volume', after: [], isFirst: true },
      { name: 'confidence', after: ['volume'], isFirst: false },
      { name: 'errors', after: ['volume', 'confidence'], isFirst: false },
    ]);
  });

  it('is undecided where intervals meet', () => {
    const moves = orderOfMoves([
      { name: 'b', index: 12, lower: 9, upper: 15 },
      { name: 'a', index: 10, lower: 8, upper: 11 },
    ]);

    expect(moves.map(({ name, isFirst }) => [name, isFirst])).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });
});

describe('a lead', () => {
  it('is the pre-whitened cross-correlation at lags of which x comes first', () => {
    const x = ar1(200, 5, 0.8);
    const y = x.map((_, i) => (x[i - 4] ?? 0) + 0.3 * (ar1(200, 6, 0)[i] as number));

    const forth = ok(leadCorrelation(x, y, { maxLag: 20 }));
    const back = ok(leadCorrelation(y, x, { maxLag: 20 }));

    const both = ok(prewhitenedCrossCorrelation(x, y, { maxLag: 20 }));
    expect(forth.values).toEqual(both.values.slice(20));
    expect(forth).toMatchObject({ lag: 4, statistic: both.statistic });
    expect(forth.lnP).toBeCloseTo(both.lnP + Math.log(21 / 41), 10);
    expect(back.p).toBeGreaterThan(0.05);
  });

  it('is seen in few of many pairs of independent series', () => {
    expect(falseShare((x, y) => ok(leadCorrelation(x, y, { maxLag: 30 })).p, 0.9)).toBeLessThanOrEqual(0.08);
  });

  it('is not available for constants and few rows', () => {
    expect(leadCorrelation([1, 2], [1, 2])).toMatchObject({ status: 'unavailable' });
    expect(
      leadCorrelation(
        ar1(50, 1, 0),
        Array.from({ length: 50 }, () => 1),
      ),
    ).toMatchObject({
      status: 'unavailable',
      reason: 'one-distinct-value',
    });
  });
});

describe('what is taken out of a series', () => {
  it('a straight line, by least squares of the values there are', () => {
    expect([...detrended([1, 3, NaN, 7, 9])]).toEqual([0, 0, NaN, 0, 0].map((value) => value + 0));
    expect([...detrended([0, 1, 0])].map((value) => Number(value.toFixed(12)))).toEqual([
      -0.333333333333, 0.666666666667, -0.333333333333,
    ]);
    expect([...detrended([5])]).toEqual([0]);
    expect([...detrended([])]).toEqual([]);
  });

  it('the mean of each time of day, which two days must tell', () => {
    const days = [1, 10, 2, 20, 3, NaN];

    expect(withoutDailyPattern(days, 2)).toEqual({
      status: 'ok',
      values: Float64Array.of(-1, -5, 0, 5, 1, NaN),
    });
    expect(withoutDailyPattern(days, 4)).toEqual({ status: 'unavailable', reason: 'too-few-rows' });
    expect(() => withoutDailyPattern(days, 0)).toThrow(RangeError);
  });
});
