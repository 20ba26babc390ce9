import { describe, expect, it } from 'vitest';
import {
  binCount,
  binLabels,
  binOfBucket,
  binOfCategory,
  binRanges,
  categoricalBins,
  countCategories,
  countNumeric,
  numericBins,
} from '#stats/bins.ts';
import { bucketOf } from '#stats/bucket.ts';
import { histogramOf } from '#stats/histogram.ts';
import { mulberry32 } from '#stats/random.ts';

function spread(n: number, seed = 3): Float64Array {
  const next = mulberry32(seed);
  return Float64Array.from({ length: n }, () => (next() / 2 ** 32) * 100 + 0.01);
}

describe('numeric bins', () => {
  it('are the distinct values of a reference that has few, and one for all others', () => {
    const bins = numericBins(histogramOf([3, 1, 1, 200, -2, 0.3, 0]));

    expect(bins).toMatchObject({ atoms: true, edges: Int32Array.from([-2, 0, 0.3, 1, 3, 200], bucketOf) });
    expect(binLabels(bins)).toEqual(['-2', '0', '0.3', '1', '3', '200', 'unseen']);
    expect(countNumeric(bins, histogramOf([1, 2, 3, 3, 1e9])).counts).toEqual(
      Float64Array.of(0, 0, 0, 1, 2, 0, 2),
    );
  });

  it('hold a tenth of the reference each', () => {
    const histogram = histogramOf(spread(10_000));
    const bins = numericBins(histogram);

    expect(binCount(bins)).toBe(10);
    for (const count of countNumeric(bins, histogram).counts)
      expect(Math.abs(count - 1000)).toBeLessThan(200);
  });

  it('keep a value that is repeated often in one bin', () => {
    const values = Float64Array.from([...spread(400), ...new Float64Array(600).fill(50)]);
    const bins = numericBins(histogramOf(values));
    const at50 = binOfBucket(bins, bucketOf(50));

    expect(bins.edges.every((edge, i) => i === 0 || edge > (bins.edges[i - 1] as number))).toBe(true);
    expect(countNumeric(bins, histogramOf(values)).counts[at50]).toBeGreaterThanOrEqual(600);
  });

  it('keep the last bin filled when most values are the highest', () => {
    const values = Float64Array.from([...spread(200), ...new Float64Array(600).fill(1000)]);
    const bins = numericBins(histogramOf(values));

    expect(countNumeric(bins, histogramOf(values)).counts.at(-1)).toBe(600);
  });

  it('are fewer for a small reference', () => {
    const values = spread(40);

    expect(binCount(numericBins(histogramOf(values)))).toBe(8);
  });

  it('count sums along, and every row once', () => {
    const bins = numericBins(histogramOf(spread(500)));
    const current = spread(300, 9).map((x) => x * 3 - 50);
    const { counts, sums } = countNumeric(bins, histogramOf(current));

    expect(counts.reduce((a, b) => a + b)).toBe(300);
    expect(sums.reduce((a, b) => a + b)).toBeCloseTo(
      current.reduce((a, b) => a + b),
      8,
    );
  });

  it('have ranges and labels that meet', () => {
    const bins = numericBins(histogramOf(spread(500)), 4);
    const { low, high } = binRanges(bins);

    expect([low[0], high[3]]).toEqual([-Infinity, Infinity]);
    expect(low.slice(1)).toEqual(high.slice(0, 3));
    expect(binLabels(bins)[0]).toMatch(/^≤ \d+(\.\d+)?$/);
    expect(binLabels(bins)[1]).toMatch(/^[\d.]+–[\d.]+$/);
    expect(binLabels(bins)[3]).toMatch(/^> \d+(\.\d+)?$/);
  });

  it('of an empty reference are one, "unseen"', () => {
    const bins = numericBins(histogramOf([]));

    expect(binLabels(bins)).toEqual(['unseen']);
    expect(countNumeric(bins, histogramOf([1, 2])).counts).toEqual(Float64Array.of(2));
  });
});

describe('categorical bins', () => {
  const bins = categoricalBins({ b: 5, a: 5, c: 9, rare: 1, never: 0 }, 3);

  it('are the frequent categories, the tail and what is new', () => {
    expect(bins).toEqual({ kind: 'categorical', categories: ['c', 'a', 'b'], tail: ['rare'] });
    expect(binLabels(bins)).toEqual(['c', 'a', 'b', 'other', 'unseen']);
  });

  it('count every row once', () => {
    expect(
      countCategories(
        bins,
        new Map([
          ['a', 2],
          ['rare', 3],
          ['new', 4],
          ['x', 1],
        ]),
      ),
    ).toEqual(Float64Array.of(0, 2, 0, 3, 5));
    expect(['a', 'rare', 'new'].map((name) => binOfCategory(bins, name))).toEqual([1, 3, 4]);
  });

  it('have no bin for a tail that is empty', () => {
    expect(binLabels(categoricalBins({ yes: 1, no: 2 }))).toEqual(['no', 'yes', 'unseen']);
  });
});
