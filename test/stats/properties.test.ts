import { describe, expect, it } from 'vitest';
import { binRanges, countNumeric, numericBins } from '#stats/bins.ts';
import { chiSquare } from '#stats/chi-square.ts';
import { cramerVonMises } from '#stats/cramer-von-mises.ts';
import { energyDistance } from '#stats/energy.ts';
import { hellinger } from '#stats/hellinger.ts';
import { histogramOf } from '#stats/histogram.ts';
import { jensenShannon, jensenShannonTerms } from '#stats/jensen-shannon.ts';
import { ksOnBins, ksOnRows } from '#stats/ks.ts';
import { lInfinity } from '#stats/l-infinity.ts';
import { mannWhitney } from '#stats/mann-whitney.ts';
import { psi, psiTerms, psiTest } from '#stats/psi.ts';
import { below, type Draw, mulberry32, normal, uniform } from '#stats/random.ts';
import { sampleOf } from '#stats/sample.ts';
import type { TestResult } from '#stats/test-result.ts';
import { totalVariation } from '#stats/total-variation.ts';
import { welchT } from '#stats/t-test.ts';
import { wassersteinOnBins, wassersteinOnRows } from '#stats/wasserstein.ts';

const rounds = Array.from({ length: 40 }, (_, i) => i + 1);

/** Rows of the kinds that metrics are: bell-shaped, heavy-tailed, with an atom at zero, in steps, small in unit. */
function rowsLike(kind: number, size: number, draw: Draw, shift = 0): Float64Array {
  return Float64Array.from({ length: size }, () => {
    const z = normal(draw) + shift;
    switch (kind % 5) {
      case 0:
        return z;
      case 1:
        return Math.exp(2 * z);
      case 2:
        return uniform(draw) < 0.6 ? 0 : Math.abs(z);
      case 3:
        return Math.round(4 * z) / 4;
      default:
        return 1e-9 * z;
    }
  });
}

const countsOf = (draw: Draw, bins: number) => Float64Array.from({ length: bins }, () => below(draw, 200));
const pOf = (result: TestResult) => (result.status === 'ok' ? result.p : NaN);

describe('a distance on bins', () => {
  const distances = {
    jensenShannon,
    hellinger,
    totalVariation,
    lInfinity: (r: Float64Array, c: Float64Array) => lInfinity(r, c).distance,
    psi,
  };

  it.each(Object.entries(distances))(
    '%s is symmetric, 0 for equal shares, and blind to the order of bins',
    (_, distance) => {
      for (const round of rounds) {
        const draw = mulberry32(round);
        const reference = countsOf(draw, 12);
        const current = countsOf(draw, 12);
        const backwards = distance(reference.toReversed(), current.toReversed());

        expect(distance(current, reference)).toBeCloseTo(distance(reference, current), 12);
        expect(backwards).toBeCloseTo(distance(reference, current), 12);
        expect(distance(reference, reference)).toBe(0);
        expect(distance(reference, current)).toBeGreaterThan(0);
      }
    },
  );

  it.each([jensenShannon, hellinger, totalVariation])(
    '%o is 1 without a common bin, and not defined without rows',
    (distance) => {
      expect(distance(Float64Array.of(3, 0), Float64Array.of(0, 5))).toBe(1);
      expect(distance(Float64Array.of(0, 0), Float64Array.of(0, 5))).toBeNaN();
      expect(() => distance(Float64Array.of(1), Float64Array.of(1, 2))).toThrow(RangeError);
    },
  );

  it('is the sum of its terms', () => {
    const draw = mulberry32(8);
    const reference = countsOf(draw, 9);
    const current = countsOf(draw, 9);
    const sum = (terms: Float64Array) => terms.reduce((total, term) => total + term, 0);

    expect(sum(psiTerms(reference, current))).toBeCloseTo(psi(reference, current), 12);
    expect(Math.sqrt(sum(jensenShannonTerms(reference, current)))).toBeCloseTo(
      jensenShannon(reference, current),
      12,
    );
  });
});

describe('a score from bins', () => {
  it('by Kolmogorov-Smirnov bounds the distance of the rows', () => {
    for (const round of rounds) {
      const draw = mulberry32(round);
      const reference = rowsLike(round, 400, draw);
      const current = rowsLike(round, 300, draw, (round % 4) / 4);
      const bins = numericBins(histogramOf(reference));
      const onBins = ksOnBins(
        countNumeric(bins, histogramOf(reference)).counts,
        countNumeric(bins, histogramOf(current)).counts,
      );
      const exact = ksOnRows(sampleOf(reference), sampleOf(current));

      if (onBins.status !== 'ok' || exact.status !== 'ok') throw new Error('not available');
      expect(exact.statistic).toBeGreaterThanOrEqual(onBins.bound.low - 1e-12);
      expect(exact.statistic).toBeLessThanOrEqual(onBins.bound.high + 1e-12);
    }
  });

  it('by Wasserstein bounds the distance of the rows, and is near it on heavy tails', () => {
    const errors: number[] = [];
    for (const round of rounds) {
      const draw = mulberry32(round);
      const reference = rowsLike(round, 400, draw);
      const current = rowsLike(round, 300, draw, 0.5);
      const bins = numericBins(histogramOf(reference), 32);
      const all = Float64Array.from([...reference, ...current]).sort();
      const ranges = binRanges(bins);
      const clip = (bound: number) => Math.min(Math.max(bound, all[0] as number), all.at(-1) as number);
      const r = countNumeric(bins, histogramOf(reference));
      const c = countNumeric(bins, histogramOf(current));
      const estimate = wassersteinOnBins(r.counts, r.sums, c.counts, c.sums, {
        low: ranges.low.map(clip),
        high: ranges.high.map(clip),
      });
      const { distance } = wassersteinOnRows(sampleOf(reference), sampleOf(current));

      expect(distance).toBeGreaterThanOrEqual((estimate.bound?.low ?? NaN) * (1 - 1e-12));
      expect(distance).toBeLessThanOrEqual((estimate.bound?.high ?? NaN) * (1 + 1e-12));
      errors.push(Math.abs(estimate.distance / distance - 1));
    }
    errors.sort((a, b) => a - b);
    expect(errors[20]).toBeLessThan(0.03);
    expect(errors.at(-1)).toBeLessThan(0.4);
  });

  it('by Wasserstein places what the reference never had where it lies', () => {
    const at = (places: number[], counts: number[]) =>
      [Float64Array.from(counts), Float64Array.from(counts, (n, i) => n * (places[i] ?? 0))] as const;
    const [rc, rs] = at([1, 3, 0], [50, 50, 0]);
    const [cc, cs] = at([1, 3, 2], [40, 40, 20]);

    expect(wassersteinOnBins(rc, rs, cc, cs).distance).toBeCloseTo(0.2, 12);
  });
});

describe('a test on rows', () => {
  it('depends on the order of values alone, where ranks are all it uses', () => {
    for (const round of rounds.slice(0, 10)) {
      const draw = mulberry32(round);
      const x = rowsLike(round, 60, draw);
      const y = rowsLike(round, 50, draw, 0.3);
      const moved = (values: Float64Array) =>
        sampleOf(values.map((value) => Math.fround(value) * 8 + 1).toReversed());
      const kept = (values: Float64Array) => sampleOf(values.map(Math.fround));

      for (const test of [ksOnRows, mannWhitney, cramerVonMises]) {
        expect(pOf(test(moved(x), moved(y)))).toBeCloseTo(pOf(test(kept(x), kept(y))), 12);
      }
    }
  });

  it('scales with the unit of the values, where it has one', () => {
    const draw = mulberry32(3);
    const x = rowsLike(1, 200, draw);
    const y = rowsLike(1, 100, draw, 0.2);
    const scaled = (values: Float64Array) => sampleOf(values.map((value) => value * 1024));
    const plain = wassersteinOnRows(sampleOf(x), sampleOf(y));
    const large = wassersteinOnRows(scaled(x), scaled(y));

    expect(large.distance).toBeCloseTo(plain.distance * 1024, 6);
    expect(large.normalised).toBeCloseTo(plain.normalised, 12);
    expect(energyDistance(scaled(x), scaled(y)).coefficient).toBeCloseTo(
      energyDistance(sampleOf(x), sampleOf(y)).coefficient,
      12,
    );
  });

  it('grows with a shift', () => {
    const draw = mulberry32(5);
    const x = sampleOf(rowsLike(0, 500, draw));
    const base = rowsLike(0, 500, draw);
    const distances = [0.3, 0.6, 1.2].map(
      (shift) => wassersteinOnRows(x, sampleOf(base.map((value) => value + shift))).distance,
    );

    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  });
});

describe('p-values without drift are uniform', () => {
  const runs = 1500;

  /** Share of p-values below each level, for two samples of one distribution. */
  function sharesBelow(levels: number[], test: (draw: Draw) => TestResult, seed: number): number[] {
    const draw = mulberry32(seed);
    const found = Array.from({ length: runs }, () => pOf(test(draw)));
    return levels.map((level) => found.filter((p) => p < level).length / runs);
  }

  const levels = [0.05, 0.2, 0.5];
  const noise = levels.map((level) => 4 * Math.sqrt((level * (1 - level)) / runs));
  const rows = (draw: Draw, size: number) => sampleOf(rowsLike(0, size, draw));
  const binned = (draw: Draw, size: number) => {
    const counts = new Float64Array(10);
    for (let i = 0; i < size; i++) counts[below(draw, 10)]! += 1;
    return counts;
  };

  it.each<[string, (draw: Draw) => TestResult]>([
    ['Cramér-von Mises', (draw) => cramerVonMises(rows(draw, 80), rows(draw, 60))],
    ['Mann-Whitney', (draw) => mannWhitney(rows(draw, 80), rows(draw, 60))],
    ['Welch', (draw) => welchT(rows(draw, 80), rows(draw, 60))],
    ['chi-square', (draw) => chiSquare(binned(draw, 1000), binned(draw, 300))],
  ])('%s', (name, test) => {
    for (const [i, share] of sharesBelow(levels, test, name.length).entries()) {
      expect(Math.abs(share - (levels[i] as number))).toBeLessThan(noise[i] as number);
    }
  });

  it.each<[string, (draw: Draw) => TestResult]>([
    ['Kolmogorov-Smirnov, a little conservative', (draw) => ksOnRows(rows(draw, 80), rows(draw, 61))],
    ['Kolmogorov-Smirnov on bins, conservative', (draw) => ksOnBins(binned(draw, 1000), binned(draw, 300))],
    ['population stability, a little conservative', (draw) => psiTest(binned(draw, 1000), binned(draw, 100))],
  ])('%s', (name, test) => {
    for (const [i, share] of sharesBelow(levels, test, name.length).entries()) {
      expect(share).toBeLessThan((levels[i] as number) + (noise[i] as number));
      expect(share).toBeGreaterThan((levels[i] as number) / 10);
    }
  });
});
