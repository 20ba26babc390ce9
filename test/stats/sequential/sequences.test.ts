import { describe, expect, it } from 'vitest';

import { below, type Draw, mulberry32, normal, uniform } from '#stats/random.ts';
import { asymptoticSequence } from '#stats/sequential/asymptotic-sequence.ts';
import { concentrationFor, logBetaBinomialMixture } from '#stats/sequential/beta-binomial-mixture.ts';
import { boundedMean } from '#stats/sequential/bounded-mean.ts';
import { pairedWins } from '#stats/sequential/paired-wins.ts';
import { distributionBand, quantileRanks, quantileSequence } from '#stats/sequential/quantile-sequence.ts';
import { shareSequence } from '#stats/sequential/share-sequence.ts';
import { splitMismatch } from '#stats/sequential/split-mismatch.ts';
import { subGaussianMean } from '#stats/sequential/sub-gaussian-mean.ts';
import type { Estimate, NoEstimate } from '#stats/estimate.ts';

const RUNS = 400;
const LOOKS = 1000;

function misses(interval: Estimate | NoEstimate, truth: number): boolean {
  return interval.status === 'ok' && (truth < interval.lower || truth > interval.upper);
}

/** Share of runs in which some look, of one after every value, leaves the truth out. */
function everMissed(run: (draw: Draw) => (look: number) => boolean): number {
  let missed = 0;
  for (let seed = 0; seed < RUNS; seed++) {
    const isMissed = run(mulberry32(seed));
    for (let look = 1; look <= LOOKS; look++) {
      if (!isMissed(look)) continue;
      missed++;
      break;
    }
  }
  return missed / RUNS;
}

describe('someone who looks after every value', () => {
  it('is deceived by an interval for one look', () => {
    const share = everMissed((draw) => {
      let sum = 0;
      return (n) => {
        sum += normal(draw);
        return n > 10 && Math.abs(sum) > 1.96 * Math.sqrt(n);
      };
    });

    expect(share).toBeGreaterThan(0.3);
  });

  it.each([0.01, 0.3])('is not by the sequence of a share (%d)', (truth) => {
    const concentration = concentrationFor(500, 0.05);
    const share = everMissed((draw) => {
      let count = 0;
      return (n) => {
        if (uniform(draw) < truth) count++;
        // the interval leaves the truth out exactly when the mixture refutes it
        return logBetaBinomialMixture(count, n, truth, concentration) >= Math.log(20);
      };
    });

    expect(share).toBeLessThan(0.06);
    expect(share).toBeGreaterThan(0.002);
  });

  it('is not by the sequence of a bounded mean, and it narrows', () => {
    const sequence = boundedMean({ range: [-1, 1] });
    const widths: number[] = [];
    const share = everMissed((draw) => {
      let state = sequence.start();
      return (n) => {
        const u = uniform(draw);
        state = sequence.next(state, u < 0.1 ? 1 : u < 0.3 ? -1 : 0);
        if (n === LOOKS) widths.push(state.upper - state.lower);
        return state.lower > -0.1 || state.upper < -0.1;
      };
    });

    expect(share).toBeLessThan(0.05);
    expect(Math.max(...widths)).toBeLessThan(0.25);
  });

  it('is not by the sequence of a sub-Gaussian mean', () => {
    const share = everMissed((draw) => {
      let sum = 0;
      return (n) => {
        sum += normal(draw);
        return misses(subGaussianMean(sum, n, 1, { decisionRows: 500 }), 0);
      };
    });

    expect(share).toBeLessThan(0.05);
    expect(share).toBeGreaterThan(0.005);
  });

  it('is not by the asymptotic sequence, from some fifty values on', () => {
    const share = everMissed((draw) => {
      let [sum, squares] = [0, 0];
      return (n) => {
        const x = -Math.log(1 - uniform(draw));
        sum += x;
        squares += x * x;
        if (n < 50) return false;
        const error = Math.sqrt((squares / n - (sum / n) ** 2) / n);
        return misses(asymptoticSequence(sum / n, error, n, { decisionRows: 500 }), 1);
      };
    });

    expect(share).toBeLessThan(0.06);
  });

  it.each([0.5, 0.95])('is not by the sequence of a quantile (%d), of values with ties', (q) => {
    const ranks = Array.from({ length: LOOKS + 1 }, (_, n) => quantileRanks(n, q, { decisionRows: 500 }));
    const truth = Math.ceil(q * 20) - 1;
    const share = everMissed((draw) => {
      let [underOrAt, under] = [0, 0];
      return (n) => {
        const x = below(draw, 20);
        if (x <= truth) underOrAt++;
        if (x < truth) under++;
        const { lower, upper } = ranks[n] as { lower: number; upper: number };
        return underOrAt < lower || under >= upper;
      };
    });

    expect(share).toBeLessThan(0.05);
  });

  it('is not by paired wins, nor by the check of the split', () => {
    const wins = everMissed((draw) => {
      let won = 0;
      return (n) => {
        if (uniform(draw) < 0.5) won++;
        return pairedWins(won, n - won).p <= 0.05;
      };
    });
    const split = everMissed((draw) => {
      let candidate = 0;
      return (n) => {
        if (uniform(draw) < 0.1) candidate++;
        return splitMismatch(candidate, n, 0.1).p <= 0.05;
      };
    });

    expect(wins).toBeLessThan(0.05);
    expect(split).toBeLessThan(0.05);
  });
});

describe('a confidence sequence', () => {
  it('of a share holds those shares that the mixture does not refute', () => {
    const { lower, upper, value } = shareSequence(30, 1000) as Estimate;
    const concentration = concentrationFor(10_000, 0.05);

    expect(value).toBe(0.03);
    expect(logBetaBinomialMixture(30, 1000, lower, concentration)).toBeCloseTo(Math.log(20), 6);
    expect(logBetaBinomialMixture(30, 1000, upper, concentration)).toBeCloseTo(Math.log(20), 6);
    expect(shareSequence(0, 50)).toMatchObject({ value: 0, lower: 0 });
    expect(shareSequence(50, 50)).toMatchObject({ value: 1, upper: 1 });
    expect(shareSequence(0, 0)).toEqual({ status: 'unavailable', reason: 'no-rows' });
  });

  it('is not much wider than an interval for one look, where it is meant to decide', () => {
    const n = 10_000;
    const { lower, upper } = shareSequence(1000, n) as Estimate;

    const oneLook = 2 * 1.96 * Math.sqrt((0.1 * 0.9) / n);
    expect((upper - lower) / oneLook).toBeLessThan(1.7);
  });

  it('of a quantile is endless while there are too few rows', () => {
    const few = quantileSequence([1, 2, 3], 0.99) as Estimate;
    const many = quantileSequence(
      Array.from({ length: 10_000 }, (_, i) => i),
      0.5,
    ) as Estimate;

    expect(few.upper).toBe(Number.POSITIVE_INFINITY);
    expect(many.lower).toBeGreaterThan(4800);
    expect(many.upper).toBeLessThan(5200);
    expect(many.lower).toBeLessThan(many.value);
    expect(many.upper).toBeGreaterThan(many.value);
  });

  it('of a whole distribution is about ±0.028 at 10,000 rows', () => {
    expect(distributionBand(10_000)).toBeCloseTo(0.0277, 3);
    expect(distributionBand(2)).toBe(1);
  });

  it('of a bounded mean leaves missing values out and refuses others', () => {
    const sequence = boundedMean();
    const state = sequence.next(sequence.start(), 0.4);

    expect(sequence.next(state, Number.NaN)).toBe(state);
    expect(() => sequence.next(state, 1.1)).toThrow(RangeError);
  });
});

describe('paired wins', () => {
  it.each([
    [0, 0],
    [3, 1],
    [12, 5],
    [2, 9],
  ])('of %i to %i are the integral of the likelihood ratio', (wins, losses) => {
    const steps = 20_000;
    let integral = 0;
    for (let i = 0; i < steps; i++) {
      const theta = 0.5 + (0.5 * (i + 0.5)) / steps;
      integral += (2 * theta) ** wins * (2 - 2 * theta) ** losses;
    }

    expect(pairedWins(wins, losses).lnE).toBeCloseTo(Math.log(integral / steps), 6);
  });
});

describe('the check of the split', () => {
  it('keeps the digits of evidence near 0 for many units', () => {
    const { lnE } = splitMismatch(4905, 9599, 0.5);

    expect(Math.abs(lnE / 0.0057731760451023365 - 1)).toBeLessThan(1e-12); // mpmath, 40 digits
  });

  it('keeps quiet about the configured share and finds another', () => {
    expect(splitMismatch(1000, 10_000, 0.1).p).toBe(1);
    expect(splitMismatch(1300, 10_000, 0.1).lnE).toBeGreaterThan(Math.log(1000));
  });
});
