import { describe, expect, it } from 'vitest';
import { declusteredPeaks } from '#stats/budget/declustered-peaks.ts';
import { fitGeneralisedPareto, generalisedParetoQuantile } from '#stats/budget/generalised-pareto.ts';
import { returnLevel } from '#stats/budget/return-level.ts';
import { mulberry32, normal, uniform } from '#stats/random.ts';

describe('peaks', () => {
  it('are the highest of each run, near runs joined', () => {
    const scores = Float64Array.of(0, 2, 3, 0, 5, 0, 0, 4, NaN, 2);

    expect(declusteredPeaks(scores, 1, 1)).toEqual([3, 5, 4, 2]);
    expect(declusteredPeaks(scores, 1, 2)).toEqual([5, 4]);
  });
});

describe('a generalised Pareto tail', () => {
  it.each([
    { shape: 0.2, scale: 2 },
    { shape: -0.3, scale: 1 },
  ])('is found from its quantiles: $shape, $scale', (tail) => {
    const excesses = Array.from({ length: 4_000 }, (_, i) =>
      generalisedParetoQuantile(tail, 1 - (i + 0.5) / 4_000),
    );

    const fitted = fitGeneralisedPareto(excesses);

    expect(fitted.shape).toBeCloseTo(tail.shape, 1);
    expect(fitted.scale).toBeCloseTo(tail.scale, 1);
  });

  it('of moments worked by hand: 1, 2, 3, 6', () => {
    // a₀ = 3, a₁ = (0.8375 + 2·0.5875 + 3·0.3375 + 6·0.0875)/4 = 0.8875
    const { shape, scale } = fitGeneralisedPareto([1, 2, 3, 6]);

    expect(shape).toBeCloseTo(2 - 3 / 1.225, 12);
    expect(scale).toBeCloseTo(5.325 / 1.225, 12);
  });

  it('is exponential for a shape of 0, and unknown for equal excesses', () => {
    expect(generalisedParetoQuantile({ shape: 0, scale: 2 }, 0.01)).toBeCloseTo(2 * Math.log(100), 12);
    expect(generalisedParetoQuantile({ shape: 0.3, scale: 2 }, 1)).toBe(0);
    expect(fitGeneralisedPareto([1, 1, 1])).toEqual({ shape: NaN, scale: NaN });
    expect(fitGeneralisedPareto([])).toEqual({ shape: NaN, scale: NaN });
  });
});

describe('a return level', () => {
  const options = { gap: 1, blockLength: 50, seed: 1 };
  const levelOf = (scores: Float64Array, rate: number) => {
    const found = returnLevel(scores, { ...options, rate });
    if (found.status !== 'ok') throw new Error(`${found.clusters} clusters`);
    return found;
  };

  it('is near the true quantile of independent scores', () => {
    const draw = mulberry32(7);
    const exponential = Float64Array.from({ length: 20_000 }, () => -Math.log(1 - uniform(draw)));

    const found = levelOf(exponential, 1 / 100_000);

    expect(Math.abs(found.level - Math.log(100_000))).toBeLessThan(2);
    expect(found.low).toBeLessThan(Math.log(100_000));
    expect(found.high).toBeGreaterThan(found.level);
  });

  it('needs 15 clusters', () => {
    const draw = mulberry32(2);
    const short = Float64Array.from({ length: 300 }, () => normal(draw));

    expect(returnLevel(short, { ...options, rate: 0.001 })).toEqual({
      status: 'insufficient',
      clusters: 6,
      required: 15,
    });
    expect(returnLevel(new Float64Array(0), { ...options, rate: 0.001 })).toMatchObject({ clusters: 0 });
  });

  it('passes over what is missing', () => {
    const draw = mulberry32(3);
    const scores = Float64Array.from({ length: 5_000 }, (_, i) => (i % 10 === 0 ? NaN : normal(draw)));

    expect(levelOf(scores, 1 / 20_000).level).toBeGreaterThan(3);
  });
});
