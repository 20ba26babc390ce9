import { describe, expect, it } from 'vitest';
import { bucketHigh, bucketLow, bucketOf } from '#stats/bucket.ts';
import {
  countOf,
  countUpTo,
  histogramOf,
  meanOf,
  mergeHistograms,
  quantile,
  standardDeviationOf,
} from '#stats/histogram.ts';
import { mulberry32 } from '#stats/random.ts';

describe('a bucket', () => {
  it('of 1 is the top of its float64 bits', () => {
    expect(bucketOf(1)).toBe(0x3ff00000 >>> 14);
    expect(bucketOf(-1)).toBe(-(0x3ff00000 >>> 14));
    expect(bucketOf(2) - bucketOf(1)).toBe(64);
  });

  it('of a number near zero is 0', () => {
    for (const x of [0, -0, 9.9e-13, -9.9e-13, 5e-324]) expect(Math.abs(bucketOf(x))).toBe(0);
    expect(bucketOf(1e-12)).toBeGreaterThan(0);
  });

  it('keeps order, holds its value and is at most 1/64 wide', () => {
    const next = mulberry32(1);
    const values = Array.from(
      { length: 2000 },
      () => (next() / 2 ** 31 - 1) * 10 ** ((next() / 2 ** 32) * 40 - 20),
    );
    values.push(0, 1, -1, 1e-12, -1e-12, 1e308, -1e308, 5e-324);
    values.sort((a, b) => a - b);

    const buckets = values.map(bucketOf);
    expect(buckets).toEqual(buckets.toSorted((a, b) => a - b));
    for (const [i, bucket] of buckets.entries()) {
      expect(values[i]).toBeGreaterThanOrEqual(bucketLow(bucket));
      expect(values[i]).toBeLessThanOrEqual(bucketHigh(bucket));
    }
    for (const bucket of buckets.filter((b) => b !== 0)) {
      const least = Math.min(Math.abs(bucketLow(bucket)), Math.abs(bucketHigh(bucket)));
      expect((bucketHigh(bucket) - bucketLow(bucket)) / least).toBeLessThanOrEqual(1 / 64 + 1e-9);
    }
  });

  it('touches its neighbours', () => {
    for (const b of [-70_000, -65_472, -1, 65_471, 65_472, 90_000])
      expect(bucketHigh(b)).toBe(bucketLow(b + 1));
  });
});

describe('a histogram', () => {
  const next = mulberry32(7);
  const values = Float64Array.from(
    { length: 3000 },
    () => Math.exp((next() / 2 ** 32) * 12 - 6) * (next() % 3 ? 1 : -1),
  );

  it('drops NaN and infinity', () => {
    const histogram = histogramOf([1, NaN, 1, -3, Infinity, 0]);

    expect(histogram).toEqual({
      buckets: Int32Array.of(bucketOf(-3), 0, bucketOf(1)),
      counts: Float64Array.of(1, 1, 2),
      sums: Float64Array.of(-3, 0, 2),
    });
  });

  it('of nothing has no mean and no quantile', () => {
    const empty = histogramOf([NaN]);

    expect([countOf(empty), meanOf(empty), quantile(empty, 0.5), standardDeviationOf(empty)]).toEqual([
      0,
      NaN,
      NaN,
      NaN,
    ]);
  });

  it('merges to the histogram of all values, in any order', () => {
    const parts = [values.slice(0, 10), values.slice(10, 1500), values.slice(1500)].map(histogramOf);
    const merged = mergeHistograms(...parts, histogramOf([]));
    const backwards = mergeHistograms(...parts.toReversed());
    const whole = histogramOf(values);

    expect(merged.buckets).toEqual(whole.buckets);
    expect(merged.counts).toEqual(whole.counts);
    expect(backwards.counts).toEqual(whole.counts);
    for (const [i, sum] of merged.sums.entries()) expect(sum).toBeCloseTo(whole.sums[i] as number, 9);
  });

  it('has the exact mean and quantiles within 1/64', () => {
    const sorted = values.toSorted();
    const histogram = histogramOf(values);

    expect(meanOf(histogram)).toBeCloseTo(values.reduce((sum, x) => sum + x, 0) / values.length, 10);
    for (const q of [0, 0.01, 0.25, 0.5, 0.95, 0.99, 1]) {
      const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] as number;
      expect(Math.abs(quantile(histogram, q) / exact - 1)).toBeLessThanOrEqual(1 / 64);
    }
  });

  it('counts the values up to a limit, but for those within 1/64 of it', () => {
    const histogram = histogramOf(values);

    for (const limit of [-1, 0, 0.5, 1, 20, 1e9]) {
      const exact = values.filter((value) => value <= limit).length;
      const near = values.filter((value) => Math.abs(value - limit) <= Math.abs(limit) / 64).length;
      expect(Math.abs(countUpTo(histogram, limit) - exact)).toBeLessThanOrEqual(near);
    }
    expect(countUpTo(histogramOf([1, 2, 2, 3]), 2.5)).toBe(3);
    expect(countUpTo(histogramOf([]), 1)).toBe(0);
  });

  it('knows the spread between its buckets', () => {
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const exact = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);

    expect(standardDeviationOf(histogramOf(values)) / exact).toBeCloseTo(1, 3);
  });
});
