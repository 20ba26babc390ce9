import { describe, expect, it } from 'vitest';
import { defaultThreshold, type BinnedSample, driftMethods, scoreBins } from '#stats/drift-score.ts';
import { jensenShannon } from '#stats/jensen-shannon.ts';
import { singletonCategories } from '#stats/new-category.ts';
import { psi } from '#stats/psi.ts';

const numeric = (
  counts: number[],
  { sums, missing = 0 }: { sums?: number[]; missing?: number } = {},
): BinnedSample => ({
  kind: 'numeric',
  counts: Float64Array.from(counts),
  sums: Float64Array.from(sums ?? counts.map((count, i) => count * (i + 1))),
  missing,
});
const categorical = (counts: number[], missing = 0): BinnedSample => ({
  kind: 'categorical',
  counts: Float64Array.from(counts),
  missing,
});

describe('a drift score', () => {
  const reference = numeric([100, 200, 300, 250, 150]);
  const current = numeric([20, 60, 120, 150, 150]);

  it.each(driftMethods)('by %s is 0 without a change and carries both sizes', (method) => {
    const score = scoreBins(method, reference, numeric([50, 100, 150, 125, 75]));

    expect(score).toMatchObject({ status: 'ok', method, n: 1000, m: 500, bins: 5, missing: { p: 1 } });
    expect(score).toMatchObject({ effect: expect.closeTo(0, 2), p: expect.closeTo(1, 1) });
  });

  it('by wasserstein says between what the distance of the rows lies, where it knows how wide the bins are', () => {
    const ranges = { low: Float64Array.of(0, 1, 2, 3, 4), high: Float64Array.of(1, 2, 3, 4, 5) };
    const inside = (counts: number[]) =>
      numeric(counts, { sums: counts.map((count, i) => count * (i + 0.5)) });
    const score = scoreBins(
      'wasserstein',
      { ...inside([100, 200, 300, 250, 150]), ranges },
      inside([20, 60, 120, 150, 150]),
    );

    if (score.status !== 'ok') throw new Error(score.reason);
    expect(score.bound?.low).toBe(0);
    expect(score.bound?.high).toBeCloseTo(score.statistic + 1, 12);
    expect(scoreBins('wasserstein', reference, current)).toMatchObject({ bound: undefined });
  });

  it.each(driftMethods)('by %s has an effect and a p-value with its logarithm', (method) => {
    const score = scoreBins(method, reference, current);

    if (score.status !== 'ok') throw new Error(score.reason);
    expect(score.effect).toBeGreaterThan(0.1);
    expect(score.p).toBeLessThan(0.001);
    expect(Math.exp(score.lnP)).toBeCloseTo(score.p, 12);
  });

  it('is the kernel of its method', () => {
    expect(scoreBins('jensenShannon', reference, current)).toMatchObject({
      statistic: jensenShannon(reference.counts, current.counts),
    });
    expect(scoreBins('psi', reference, current)).toMatchObject({
      statistic: psi(reference.counts, current.counts),
    });
  });

  it('by Kolmogorov-Smirnov says between which bounds the distance of the rows lies', () => {
    expect(scoreBins('ks', numeric([50, 50]), numeric([20, 30]))).toMatchObject({
      statistic: expect.closeTo(0.1, 12),
      bound: { low: expect.closeTo(0.1, 12), high: expect.closeTo(0.6, 12) },
    });
  });

  it('by Wasserstein is the distance in the unit of the values, its effect in standard deviations', () => {
    const score = scoreBins(
      'wasserstein',
      numeric([50, 50], { sums: [0, 500] }),
      numeric([50, 50], { sums: [100, 600] }),
    );

    expect(score).toMatchObject({ statistic: expect.closeTo(2, 12), effect: expect.closeTo(0.4, 12) });
  });

  it('is not available below 30 rows, nor where the method does not fit', () => {
    expect(scoreBins('psi', reference, numeric([5, 5, 5, 5, 9]))).toMatchObject({
      status: 'unavailable',
      reason: 'too-few-rows',
      n: 1000,
      m: 29,
    });
    expect(scoreBins('ks', categorical([50, 50]), categorical([20, 80]))).toMatchObject({
      reason: 'needs-numeric',
    });
    expect(
      scoreBins('wasserstein', { ...reference, sums: undefined }, { ...current, sums: undefined }),
    ).toMatchObject({ reason: 'needs-sums' });
    expect(() => scoreBins('psi', reference, numeric([100]))).toThrow(RangeError);
  });

  it('reports missing values also where there are too few others', () => {
    const score = scoreBins('psi', reference, numeric([0, 0, 0, 0, 1], { missing: 499 }));

    expect(score).toMatchObject({ status: 'unavailable', missing: { reference: 0, current: 0.998 } });
    expect(score.missing.p).toBeLessThan(1e-100);
  });

  it('reports categories the reference never had', () => {
    const few = scoreBins('jensenShannon', categorical([6000, 4000, 0]), categorical([600, 399, 1]));
    const many = scoreBins('jensenShannon', categorical([6000, 4000, 0]), categorical([540, 360, 100]));

    expect(few).toMatchObject({ unseen: { reference: 0, current: 0.001, p: expect.closeTo(0.259, 2) } });
    expect(many).toMatchObject({ unseen: { current: 0.1 } });
    expect(many.status === 'ok' && many.unseen?.p).toBeLessThan(1e-100);
  });

  it('sees a value of a discrete metric that the reference never had', () => {
    const score = scoreBins('jensenShannon', numeric([500, 500, 0]), numeric([150, 150, 200]));

    expect(score).toMatchObject({ status: 'ok', bins: 3 });
    expect(score.status === 'ok' && score.effect).toBeGreaterThan(0.3);
  });
});

it('every method has a threshold to warn below the one to alert', () => {
  for (const method of driftMethods) {
    const { warn, alert } = defaultThreshold(method);
    expect(warn).toBeLessThan(alert);
  }
});

describe('categories that a reference saw once', () => {
  it('are counted where each has a bin', () => {
    expect(singletonCategories(Float64Array.of(50, 1, 1, 3, 0), 0)).toBe(2);
  });

  it('are estimated, rather too many, where they share the bin before “unseen”', () => {
    const fewRows = singletonCategories(Float64Array.of(50, 20, 0), 20);
    const zipf = singletonCategories(Float64Array.of(5000, 4660, 0), 840);

    expect(fewRows).toBe(20); // 20 rows of 20 categories
    expect(zipf).toBeGreaterThan(170); // what 10 000 rows of 1000 categories by Zipf's law have
    expect(zipf).toBeLessThan(340);
    expect(singletonCategories(Float64Array.of(5000, 500, 0), 3)).toBeLessThan(1);
  });
});
