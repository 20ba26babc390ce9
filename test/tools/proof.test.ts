import { describe, expect, it } from 'vitest';
import { percent, signed, table } from '../../bench/proof/markdown.ts';
import { sets } from '../../bench/proof/public-data.ts';

describe('the data behind the proof page', () => {
  const loaded = sets.filter(({ name }) => name !== 'hotel').map((load) => load());

  it('has the labelled reference that its README tells, and ten chunks after it', () => {
    const found = loaded.map(({ name, before, quality }) => [name, before, quality.length]);

    expect(found).toEqual([
      ['car loan (synthetic)', 25_000, 50_000],
      ['credit card (synthetic)', 30_000, 60_000],
      ['car price (synthetic)', 30_000, 60_000],
      ['employment in Massachusetts (census)', 17_197, 69_420],
      ['California housing', 5832, 14_064],
      ['SEA concepts (generated)', 20_000, 40_000],
    ]);
  });

  it('has a score, a quality and every feature for each row', () => {
    for (const { features, score, quality } of loaded) {
      expect(score.length).toBe(quality.length);
      expect(score.every(Number.isFinite) && quality.every(Number.isFinite)).toBe(true);
      for (const { values } of features.values()) expect(values.length).toBe(quality.length);
    }
  });
});

describe('numbers of the proof page', () => {
  it('are written as one reads them', () => {
    expect([0, 0.004, 0.052, 0.0996, 0.87, NaN].map(percent)).toEqual([
      '0 %',
      '0.4 %',
      '5.2 %',
      '10 %',
      '87 %',
      '–',
    ]);
    expect([signed(-0.0004, 3), signed(0.0321, 3), signed(-41.2, 0)]).toEqual(['0.000', '+0.032', '−41']);
    expect(table(['a', 'b'], [['x', '1']])).toBe('| a | b |\n| --- | ---: |\n| x | 1 |');
  });
});
