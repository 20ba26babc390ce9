import { describe, expect, it } from 'vitest';
import { poolSmallest } from '#stats/pooling.ts';

describe('pooling of small categories', () => {
  it.each([
    ['nothing to do', [10, 20], [20, 10], [10, 20], [20, 10], 0],
    ['empty ones are left out', [10, 0, 20], [20, 0, 10], [10, 20], [20, 10], 0],
    ['small ones come last, together', [3, 20, 4, 30], [3, 20, 4, 30], [20, 30, 7], [20, 30, 7], 2],
    ['a pool too small takes the next', [1, 20, 15, 30], [1, 20, 15, 30], [20, 30, 16], [20, 30, 16], 2],
    ['the largest stays, the last of equals', [1, 2, 2, 0], [1, 2, 2, 0], [2, 3], [2, 3], 2],
    ['two stay as they are', [1, 90], [2, 91], [1, 90], [2, 91], 0],
    ['two are left at least', [1, 1, 90], [1, 1, 90], [90, 2], [90, 2], 2],
  ])('%s', (_, before, after, reference, current, pooled) => {
    const sizes = [before, after].map((counts) => counts.reduce((sum, count) => sum + count, 0));
    const [n, m] = sizes as [number, number];

    const table = poolSmallest(Float64Array.from(before), Float64Array.from(after), n, m, 5);

    expect(table).toEqual({
      reference: Float64Array.from(reference),
      current: Float64Array.from(current),
      pooled,
    });
  });
});
