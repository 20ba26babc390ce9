import { describe, expect, it } from 'vitest';
import { mixedSample } from '#stats/budget/mixed-sample.ts';
import type { BinnedSample } from '#stats/drift-score.ts';

const sample = (counts: number[], missing = 0): BinnedSample => ({
  kind: 'numeric',
  counts: Float64Array.from(counts),
  sums: Float64Array.from(counts, (count, i) => count * i),
  missing,
});
const [night, day, empty] = [sample([90, 10], 20), sample([100, 300], 0), sample([0, 0])];

describe('a reference mixed of others', () => {
  it('has the shares of each by its weight, and is worth what a stratified sample is', () => {
    const mixed = mixedSample(
      new Map([
        [night, 30],
        [day, 10],
      ]),
      empty,
    );

    const worth = 1 / (0.75 ** 2 / 100 + 0.25 ** 2 / 400);
    expect([...mixed.counts]).toEqual([
      expect.closeTo(worth * (0.75 * 0.9 + 0.25 * 0.25), 9),
      expect.closeTo(worth * (0.75 * 0.1 + 0.25 * 0.75), 9),
    ]);
    expect(mixed.sums?.[1]).toBeCloseTo(mixed.counts[1] as number, 9);
    expect(mixed.missing).toBeCloseTo(worth * 0.75 * 0.2, 9);
  });

  it('is all rows of both where they are weighted by their rows', () => {
    const mixed = mixedSample(
      new Map([
        [night, 100],
        [day, 400],
      ]),
      empty,
    );

    expect([...mixed.counts]).toEqual([expect.closeTo(190, 9), expect.closeTo(310, 9)]);
  });

  it('is the only one itself, and another where none has rows', () => {
    expect(
      mixedSample(
        new Map([
          [night, 3],
          [empty, 5],
        ]),
        day,
      ),
    ).toBe(night);
    expect(mixedSample(new Map([[empty, 5]]), day)).toBe(day);
  });
});
