/* oxlint-disable vitest/expect-expect, vitest/no-conditional-expect -- the functions named expect… assert, and a property does for what it draws */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { andersonDarling } from '#stats/anderson-darling.ts';
import { benjaminiHochberg } from '#stats/benjamini-hochberg.ts';
import { benjaminiYekutieli } from '#stats/benjamini-yekutieli.ts';
import { binRanges, countNumeric, numericBins } from '#stats/bins.ts';
import { bonferroni } from '#stats/bonferroni.ts';
import { brownForsythe } from '#stats/brown-forsythe.ts';
import { chiSquare } from '#stats/chi-square.ts';
import { cramerVonMises } from '#stats/cramer-von-mises.ts';
import { energyDistance } from '#stats/energy.ts';
import { compareNumeric } from '#stats/exact-comparison.ts';
import { gTest } from '#stats/g-test.ts';
import { hellinger } from '#stats/hellinger.ts';
import { histogramOf, mergeHistograms } from '#stats/histogram.ts';
import { holm } from '#stats/holm.ts';
import { jensenShannon, jensenShannonTerms } from '#stats/jensen-shannon.ts';
import { ksOnBins, ksOnRows } from '#stats/ks.ts';
import { lInfinity } from '#stats/l-infinity.ts';
import { mannWhitney } from '#stats/mann-whitney.ts';
import { psi, psiTerms, psiTest } from '#stats/psi.ts';
import { type Sample, sampleOf } from '#stats/sample.ts';
import type { TestResult } from '#stats/test-result.ts';
import { totalVariation } from '#stats/total-variation.ts';
import { studentT, welchT } from '#stats/t-test.ts';
import { wassersteinOnBins, wassersteinOnRows } from '#stats/wasserstein.ts';

/** Values of the kinds that metrics are: continuous, heavy-tailed, with an atom at zero, in steps, small in unit. */
const value = fc.oneof(
  fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  fc.double({ min: -60, max: 60, noNaN: true }).map((x) => Math.sign(x) * Math.exp(Math.abs(x))),
  fc.integer({ min: -4, max: 4 }),
  fc.constant(0),
  fc.double({ min: -1e-9, max: 1e-9, noNaN: true }),
);
const rows = fc.array(value, { minLength: 1, maxLength: 60 });
const steps = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 60 });
const counts = (bins: number) =>
  fc
    .array(fc.nat({ max: 300 }), { minLength: bins, maxLength: bins })
    .filter((drawn) => drawn.some((count) => count > 0))
    .map((drawn) => Float64Array.from(drawn));

function holds<Drawn extends [unknown, ...unknown[]]>(
  arbitraries: { [Index in keyof Drawn]: fc.Arbitrary<Drawn[Index]> },
  check: (...drawn: Drawn) => void,
): void {
  fc.assert(fc.property<Drawn>(...arbitraries, check), { seed: 20_261_125, numRuns: 150 });
}

function expectClose(got: number, expected: number, tolerance = 1e-10): void {
  const isClose =
    Object.is(got, expected) || Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected));
  if (!isClose) expect(got).toBe(expected);
}

const distances = {
  jensenShannon,
  hellinger,
  totalVariation,
  lInfinity: (r: Float64Array, c: Float64Array) => lInfinity(r, c).distance,
  psi: (r: Float64Array, c: Float64Array) => psi(r, c),
};
const metrics = { jensenShannon, hellinger, totalVariation, lInfinity: distances.lInfinity };

describe('a distance on bins', () => {
  it.each(Object.entries(distances))(
    '%s is symmetric, 0 for equal counts and blind to the order of bins',
    (_, distance) => {
      holds([counts(12), counts(12)], (reference, current) => {
        expectClose(distance(current, reference), distance(reference, current));
        expectClose(distance(reference.toReversed(), current.toReversed()), distance(reference, current));
        expect(distance(reference, reference)).toBe(0);
      });
    },
  );

  it.each(Object.entries(metrics))(
    '%s lies between 0 and 1 and keeps the triangle inequality',
    (_, distance) => {
      holds([counts(5), counts(5), counts(5)], (a, b, c) => {
        expect(distance(a, b)).toBeGreaterThanOrEqual(0);
        expect(distance(a, b)).toBeLessThanOrEqual(1);
        expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c) + 1e-12);
      });
    },
  );

  it.each(Object.entries(metrics))('%s does not see a bin that is empty on both sides', (_, distance) => {
    holds([counts(6), counts(6)], (reference, current) => {
      const widened = (drawn: Float64Array) => Float64Array.of(...drawn, 0);

      expectClose(distance(widened(reference), widened(current)), distance(reference, current));
    });
  });

  it.each([jensenShannon, hellinger, totalVariation])(
    '%o is 1 without a common bin, and not defined without rows',
    (distance) => {
      expect(distance(Float64Array.of(3, 0), Float64Array.of(0, 5))).toBe(1);
      expect(distance(Float64Array.of(0, 0), Float64Array.of(0, 5))).toBeNaN();
      expect(() => distance(Float64Array.of(1), Float64Array.of(1, 2))).toThrow(RangeError);
    },
  );

  it('is the sum of its terms', () => {
    const sum = (terms: Float64Array) => terms.reduce((total, term) => total + term, 0);

    holds([counts(9), counts(9)], (reference, current) => {
      expectClose(sum(psiTerms(reference, current)), psi(reference, current));
      expectClose(
        Math.sqrt(sum(jensenShannonTerms(reference, current))),
        jensenShannon(reference, current),
        1e-7,
      );
    });
  });
});

const rowTests: Record<string, (reference: Sample, current: Sample) => TestResult> = {
  'Kolmogorov-Smirnov': ksOnRows,
  'Cramér-von Mises': cramerVonMises,
  'Anderson-Darling': (reference, current) => andersonDarling(reference, current),
  'Mann-Whitney': mannWhitney,
  Welch: welchT,
  Student: studentT,
  'Brown-Forsythe': brownForsythe,
};
const countTests: Record<string, (reference: Float64Array, current: Float64Array) => TestResult> = {
  'chi-square': (reference, current) => chiSquare(reference, current),
  'G-test': (reference, current) => gTest(reference, current),
  'population stability': (reference, current) => psiTest(reference, current),
  'Kolmogorov-Smirnov on bins': (reference, current) => ksOnBins(reference, current),
};

function expectSound(result: TestResult): void {
  if (result.status === 'unavailable') return;
  expect(result.p).toBeGreaterThanOrEqual(0);
  expect(result.p).toBeLessThanOrEqual(1);
  expect(result.effect).not.toBeNaN();
  if (result.p > 1e-300) expectClose(result.lnP, Math.log(result.p), 1e-8);
}

describe('a two-sample test', () => {
  it.each(Object.entries(rowTests))(
    '%s has a p-value with its logarithm, the same when the samples change sides',
    (_, test) => {
      holds([rows, rows], (x, y) => {
        const forth = test(sampleOf(x), sampleOf(y));
        const back = test(sampleOf(y), sampleOf(x));

        expectSound(forth);
        expect(back.status).toBe(forth.status);
        if (forth.status === 'ok' && back.status === 'ok') expectClose(back.p, forth.p, 1e-7);
      });
    },
  );

  it.each(Object.entries(countTests))(
    '%s has a p-value with its logarithm, the same when the samples change sides',
    (_, test) => {
      holds([counts(7), counts(7)], (reference, current) => {
        const forth = test(reference, current);
        const back = test(current, reference);

        expectSound(forth);
        if (forth.status === 'ok' && back.status === 'ok') expectClose(back.p, forth.p, 1e-7);
      });
    },
  );

  it.each(Object.entries(rowTests))('%s finds nothing between a sample and itself', (name, test) => {
    holds([rows], (x) => {
      const result = test(sampleOf(x), sampleOf(x));

      if (result.status === 'ok') expect(result.p).toBeGreaterThan(name === 'Anderson-Darling' ? 0.2 : 0.5);
    });
  });

  it.each([ksOnRows, mannWhitney, cramerVonMises])('%o depends on the order of values alone', (test) => {
    const monotone = (x: number) => Math.atan(x / 10) + x ** 3;

    holds([steps, steps], (x, y) => {
      const plain = test(sampleOf(x), sampleOf(y));
      const bent = test(sampleOf(x.map(monotone)), sampleOf(y.map(monotone)));

      expect({ ...bent, location: 0 }).toEqual({ ...plain, location: 0 });
    });
  });

  it('gives the same for rows in any order', () => {
    const shuffledPair = rows.chain((drawn) =>
      fc.tuple(
        fc.constant(drawn),
        fc.shuffledSubarray(drawn, { minLength: drawn.length, maxLength: drawn.length }),
      ),
    );

    holds([shuffledPair, shuffledPair], ([x, mixedX], [y, mixedY]) => {
      expect(compareNumeric(mixedX, mixedY)).toEqual(compareNumeric(x, y));
    });
  });

  it('knows the unit of the values where it has one, and no other thing of it', () => {
    holds([steps, steps, fc.integer({ min: -30, max: 30 })], (x, y, exponent) => {
      const scaled = (drawn: number[]) => sampleOf(drawn.map((drawnValue) => drawnValue * 2 ** exponent));
      const plain = wassersteinOnRows(sampleOf(x), sampleOf(y));
      const large = wassersteinOnRows(scaled(x), scaled(y));

      expectClose(large.distance / 2 ** exponent, plain.distance);
      expectClose(large.normalised, plain.normalised);
      expectClose(
        energyDistance(scaled(x), scaled(y)).coefficient,
        energyDistance(sampleOf(x), sampleOf(y)).coefficient,
      );
    });
  });

  it('by rows is bounded: energy coefficient, Kolmogorov-Smirnov and the share of pairs lie between 0 and 1', () => {
    holds([rows, rows], (x, y) => {
      const effects = [ksOnRows, cramerVonMises, mannWhitney].map((test) => test(sampleOf(x), sampleOf(y)));
      const all = [
        ...effects.map((result) => (result.status === 'ok' ? result.effect : 0)),
        energyDistance(sampleOf(x), sampleOf(y)).coefficient,
      ];

      for (const effect of all) {
        expect(effect).toBeGreaterThanOrEqual(-1e-12);
        expect(effect).toBeLessThanOrEqual(1 + 1e-12);
      }
    });
  });
});

describe('a shift of a sample away from itself', () => {
  const effectOf = (result: TestResult) => (result.status === 'ok' ? result.effect : Number.NaN);
  const growing: Record<string, (x: Sample, y: Sample) => number> = {
    Wasserstein: (x, y) => wassersteinOnRows(x, y).distance,
    energy: (x, y) => energyDistance(x, y).coefficient,
    'Kolmogorov-Smirnov': (x, y) => effectOf(ksOnRows(x, y)),
    'Mann-Whitney': (x, y) => -effectOf(mannWhitney(x, y)),
  };

  it.each(Object.entries(growing))('never makes %s smaller', (_, distance) => {
    holds([steps, fc.nat({ max: 40 }), fc.nat({ max: 40 })], (x, first, more) => {
      const away = (by: number) => distance(sampleOf(x), sampleOf(x.map((drawn) => drawn + by)));

      expect(away(first + more)).toBeGreaterThanOrEqual(away(first) - 1e-12);
    });
  });

  it('is its Wasserstein distance', () => {
    holds([steps, fc.nat({ max: 40 })], (x, by) => {
      expectClose(wassersteinOnRows(sampleOf(x), sampleOf(x.map((drawn) => drawn + by))).distance, by);
    });
  });
});

describe('a histogram', () => {
  const parts = fc.tuple(rows, rows, rows);

  it('is the same however its parts are merged', () => {
    holds([parts], (drawn) => {
      const [a, b, c] = drawn.map(histogramOf) as [Histogram, Histogram, Histogram];
      const merged = mergeHistograms(a, mergeHistograms(b, c));

      expectSame(mergeHistograms(mergeHistograms(a, b), c), merged);
      expectSame(mergeHistograms(c, b, a), merged);
      expectSame(histogramOf(drawn.flat()), merged);
    });
  });

  type Histogram = ReturnType<typeof histogramOf>;

  function expectSame(got: Histogram, expected: Histogram): void {
    expect({ ...got, sums: 0 }).toEqual({ ...expected, sums: 0 });
    for (const [i, sum] of expected.sums.entries()) expectClose(got.sums[i] as number, sum);
  }

  /** Both samples in the bins of the first, and how far values of a bin can lie apart. */
  function binned(reference: number[], current: number[]) {
    const bins = numericBins(histogramOf(reference), 8);
    const all = [...reference, ...current].toSorted((a, b) => a - b);
    const clip = (bound: number) => Math.min(Math.max(bound, all[0] as number), all.at(-1) as number);
    const ranges = binRanges(bins);
    return {
      hasUnseen: bins.atoms,
      r: countNumeric(bins, histogramOf(reference)),
      c: countNumeric(bins, histogramOf(current)),
      ranges: { low: ranges.low.map(clip), high: ranges.high.map(clip) },
    };
  }

  it('bounds the Kolmogorov-Smirnov distance of its rows', () => {
    holds([rows, rows], (x, y) => {
      const { hasUnseen, r, c } = binned(x, y);
      const onBins = ksOnBins(r.counts, c.counts, { hasUnseen });
      const exact = ksOnRows(sampleOf(x), sampleOf(y));

      if (onBins.status !== 'ok' || exact.status !== 'ok') throw new Error('not available');
      expect(exact.statistic).toBeGreaterThanOrEqual(onBins.bound.low - 1e-12);
      expect(exact.statistic).toBeLessThanOrEqual(onBins.bound.high + 1e-12);
    });
  });

  it('bounds the Wasserstein distance of its rows', () => {
    holds([rows, rows], (x, y) => {
      const { r, c, ranges } = binned(x, y);
      const { bound } = wassersteinOnBins(r.counts, r.sums, c.counts, c.sums, ranges);
      const { distance } = wassersteinOnRows(sampleOf(x), sampleOf(y));
      const rounding = 1e-12 * Math.max(...[...x, ...y].map(Math.abs)) + 10 * Number.MIN_VALUE;

      expect(distance).toBeGreaterThanOrEqual((bound?.low ?? Number.NaN) - rounding);
      expect(distance).toBeLessThanOrEqual((bound?.high ?? Number.NaN) + rounding);
    });
  });

  it('by Wasserstein places what the reference never had where it lies', () => {
    const at = (places: number[], drawn: number[]) =>
      [Float64Array.from(drawn), Float64Array.from(drawn, (n, i) => n * (places[i] ?? 0))] as const;
    const [rc, rs] = at([1, 3, 0], [50, 50, 0]);
    const [cc, cs] = at([1, 3, 2], [40, 40, 20]);

    expect(wassersteinOnBins(rc, rs, cc, cs).distance).toBeCloseTo(0.2, 12);
  });
});

describe('a correction for many tests', () => {
  const pvalues = fc
    .array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN)), { maxLength: 30 })
    .map((drawn) => Float64Array.from(drawn));

  it('is no smaller than p, no larger than 1, and the stricter one is', () => {
    holds([pvalues], (drawn) => {
      const adjusted = [benjaminiHochberg, holm, bonferroni, benjaminiYekutieli].map((correct) =>
        correct(drawn),
      );
      const [bh, stepDown, single, by] = adjusted as [Float64Array, Float64Array, Float64Array, Float64Array];

      for (const [i, p] of drawn.entries()) {
        if (Number.isNaN(p)) {
          for (const corrected of adjusted) expect(corrected[i]).toBeNaN();
          continue;
        }
        const order = [p, bh[i], stepDown[i], single[i], 1] as number[];
        for (const [at, bound] of order.slice(1).entries())
          expect(order[at]).toBeLessThanOrEqual(bound + 1e-15);
        expect(by[i]).toBeGreaterThanOrEqual((bh[i] as number) - 1e-15);
      }
    });
  });
});
