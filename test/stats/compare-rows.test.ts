import { describe, expect, it } from 'vitest';
import { compareRows, referenceRows } from '#stats/compare-rows.ts';
import { compareNumeric } from '#stats/exact-comparison.ts';
import { type Draw, mulberry32, normal, uniform } from '#stats/random.ts';

describe('a comparison of the main scores', () => {
  it.each<[string, number, number, (draw: Draw) => number]>([
    ['few', 80, 50, normal],
    ['many', 9000, 7000, normal],
    ['heavy-tailed', 4000, 4000, (draw) => Math.exp(5 * normal(draw))],
    ['in few steps', 5000, 3000, (draw) => Math.floor(6 * uniform(draw))],
    ['with ties', 5000, 3000, (draw) => Math.round(20 * normal(draw))],
    ['partly missing', 3000, 2000, (draw) => [normal(draw), NaN, Infinity][draw() % 3] as number],
  ])('says of %s rows what the comparison by all tests says', (_, n, m, valueOf) => {
    const draw = mulberry32(n);
    const reference = Float64Array.from({ length: n }, () => valueOf(draw));
    const current = Float64Array.from({ length: m }, () => 1.1 * valueOf(draw));

    const { scores, ...rows } = compareRows(referenceRows(reference), current);

    const all = compareNumeric(reference, current);
    expect(scores).toEqual(all.scores.slice(0, 4));
    expect(all).toMatchObject(rows);
  });

  it('leaves the reference as it is, for the next', () => {
    const draw = mulberry32(1);
    const rows = (shift: number) => Float64Array.from({ length: 5000 }, () => normal(draw) + shift);
    const [first, second, third] = [rows(0), rows(0.2), rows(0.4)];
    const reference = referenceRows(first);

    const before = compareRows(reference, second);
    compareRows(reference, third);

    expect(compareRows(reference, second)).toEqual(before);
  });

  it('may sort the rows where they are', () => {
    const draw = mulberry32(2);
    const rows = () => Float64Array.from({ length: 5000 }, () => [normal(draw), NaN][draw() % 2] as number);
    const [reference, current] = [rows(), rows()];
    const expected = compareRows(referenceRows(reference), current);

    expect(compareRows(referenceRows(reference, reference), current, current)).toEqual(expected);
  });

  it('with an empty side is not available', () => {
    expect(compareRows(referenceRows([1, 2]), [NaN])).toMatchObject({
      n: 2,
      m: 0,
      missing: { reference: 0, current: 1 },
      scores: ['jensenShannon', 'psi', 'ks', 'wasserstein'].map((method) => ({
        method,
        status: 'unavailable',
        reason: 'no-rows',
      })),
    });
    expect(compareRows(referenceRows([]), [1]).scores.map(({ status }) => status)).not.toContain('ok');
  });
});
