import { describe, expect, it } from 'vitest';
import { meanChange, type SampleSums } from '#stats/quality/mean-change.ts';
import { mulberry32, normal, uniform } from '#stats/random.ts';

describe('the change of a mean', () => {
  it('of shares has the interval of Agresti and Caffo', () => {
    const result = meanChange(share(1, 10), share(9, 10), { isShare: true });

    // p̃ = 2/12 and 10/12: 0.6667 ± 1.96 · √(2 · 2/12 · 10/12 / 12)
    expect(result).toMatchObject({
      status: 'ok',
      value: expect.closeTo(0.8, 12),
      lower: expect.closeTo(0.6666667 - 1.959964 * 0.1521452, 6),
      upper: expect.closeTo(0.6666667 + 1.959964 * 0.1521452, 6),
    });
  });

  it('of other numbers has that of Welch', () => {
    const result = meanChange(sums([1, 2, 3, 4]), sums([3, 5, 7]), { isShare: false });

    // variances of the means: (5/3)/4 and 4/3
    expect(result).toMatchObject({
      value: 2.5,
      lower: expect.closeTo(2.5 - 1.959964 * 1.3228757, 6),
      p: expect.closeTo(0.058782, 5),
    });
  });

  it('needs two values on each side, and takes values without noise for what they are', () => {
    expect(meanChange(sums([1]), sums([1, 2]), { isShare: false })).toMatchObject({ reason: 'too-few-rows' });
    expect(meanChange(sums([1, 1]), sums([1, 1]), { isShare: false })).toMatchObject({ value: 0, p: 1 });
    expect(meanChange(sums([1, 1]), sums([2, 2]), { isShare: false })).toMatchObject({ value: 1, p: 0 });
  });

  it.each([
    ['shares', (draw: () => number) => (uniform(draw) < 0.1 ? 1 : 0), true],
    ['distances', (draw: () => number) => Math.exp(normal(draw)), false],
  ])('holds the truth in about 95 of 100 samples of %s', (_, value, isShare) => {
    const draw = mulberry32(11);
    const sample = (n: number) => sums(Array.from({ length: n }, () => value(draw)));
    const misses = Array.from({ length: 1000 }, () => {
      const result = meanChange(sample(80), sample(60), { isShare });
      return result.status === 'ok' && result.lower <= 0 && result.upper >= 0 ? 0 : 1;
    }).reduce<number>((sum, miss) => sum + miss, 0);

    expect(misses).toBeLessThan(75);
    expect(misses).toBeGreaterThan(15);
  });
});

function share(good: number, n: number): SampleSums {
  return { n, sum: good, squares: good };
}

function sums(values: number[]): SampleSums {
  return {
    n: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    squares: values.reduce((sum, value) => sum + value * value, 0),
  };
}
