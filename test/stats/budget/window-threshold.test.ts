import { describe, expect, it } from 'vitest';
import { windowThreshold } from '#stats/budget/window-threshold.ts';
import type { BinnedSample } from '#stats/drift-score.ts';
import { binomial, multinomial } from '#stats/multinomial.ts';
import { mulberry32 } from '#stats/random.ts';
import { chiSquareQuantile } from '#stats/special/chi-square-quantile.ts';
import { kolmogorovQuantile } from '#stats/special/kolmogorov-quantile.ts';

const equal: BinnedSample = { kind: 'numeric', counts: new Float64Array(10).fill(1000), missing: 0 };
const level = 0.01;

function thresholdOf(...input: Parameters<typeof windowThreshold>) {
  const found = windowThreshold(...input);
  if (found.status !== 'ok') throw new Error(found.reason);
  return found;
}

describe('quantiles of the laws', () => {
  it.each([
    [0.05, 9, 16.918977604620448], // scipy.stats.chi2.isf
    [0.5, 1, 0.454936423119572],
    [1e-12, 9, 76.00592514199491],
  ])('χ² passed with probability %d at %d degrees', (tail, degrees, x) => {
    expect(chiSquareQuantile(tail, degrees)).toBeCloseTo(x, 9);
  });

  it('Kolmogorov', () => {
    expect(kolmogorovQuantile(0.05)).toBeCloseTo(1.3580986393225505, 12); // scipy.stats.kstwobign.isf
    expect(kolmogorovQuantile(1e-6)).toBeCloseTo(Math.sqrt(Math.log(2e6) / 2), 12);
  });
});

describe('binomial numbers', () => {
  it.each([
    [10, 0.3],
    [1000, 0.02],
    [100_000, 0.7],
  ])('of %d trials of %d have the right mean and variance', (trials, p) => {
    const draw = mulberry32(trials);
    const drawn = Array.from({ length: 20_000 }, () => binomial(draw, trials, p));
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;

    const expected = trials * p * (1 - p);
    expect(Math.abs(mean - trials * p)).toBeLessThan(4 * Math.sqrt(expected / drawn.length));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.05);
  });

  it('of several bins add up, and leave empty bins empty', () => {
    const into = new Float64Array(4);
    multinomial(mulberry32(2), 1000, Float64Array.of(0.2, 0, 0.8, 0), into);

    expect(into[0]! + into[2]!).toBe(1000);
    expect([into[1], into[3]]).toEqual([0, 0]);
  });
});

describe('a threshold for windows', () => {
  it('is in closed form for well filled bins: √(χ²·(1/n + 1/m)/(8 ln 2)) for Jensen-Shannon', () => {
    const found = thresholdOf({ method: 'jensenShannon', reference: equal, windowRows: 1000 }, level, 1);

    expect(found).toMatchObject({ foundBy: 'closed-form' });
    const x = chiSquareQuantile(0.01, 9);
    expect(found.threshold).toBeCloseTo(Math.sqrt((x * 0.0011) / (8 * Math.LN2)), 12);
  });

  it('is simulated for small windows, near the law, and continued by a tail for rare alarms', () => {
    const small = thresholdOf({ method: 'psi', reference: equal, windowRows: 100 }, level, 1);
    const rare = thresholdOf({ method: 'psi', reference: equal, windowRows: 100 }, level / 1000, 1);

    expect(small.foundBy).toBe('simulated');
    const byLaw = chiSquareQuantile(0.01, 9) * 0.0101;
    expect(Math.abs(small.threshold / byLaw - 1)).toBeLessThan(0.12);
    expect(rare.foundBy).toBe('extrapolated');
    expect(rare.threshold).toBeGreaterThan(small.threshold);
  });

  it('rises for smaller windows, rows that hang together and rarer alarms, and is the same for the same seed', () => {
    const of = (windowRows: number, { tail = level, dispersion = 1 } = {}) =>
      thresholdOf({ method: 'jensenShannon', reference: equal, windowRows, dispersion }, tail, 1).threshold;

    expect(of(50)).toBeGreaterThan(of(200));
    expect(of(200)).toBeGreaterThan(of(2000));
    expect(of(2000, { tail: level / 50 })).toBeGreaterThan(of(2000));
    expect(of(2000, { dispersion: 4 })).toBeGreaterThan(of(2000));
    expect(of(50)).toBe(of(50));
  });

  it('does not exist without rows', () => {
    const empty = { ...equal, counts: new Float64Array(10) };

    expect(windowThreshold({ method: 'psi', reference: empty, windowRows: 100 }, level, 1)).toEqual({
      status: 'unavailable',
      reason: 'no-rows',
    });
    expect(windowThreshold({ method: 'psi', reference: equal, windowRows: 0 }, level, 1).status).toBe(
      'unavailable',
    );
  });
});
