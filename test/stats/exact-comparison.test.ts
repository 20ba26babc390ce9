import { describe, expect, it } from 'vitest';
import { compareCategories, compareNumeric } from '#stats/exact-comparison.ts';
import type { ExactMethod, ExactScore } from '#stats/exact-score.ts';
import { ksOnRows } from '#stats/ks.ts';
import { sampleOf } from '#stats/sample.ts';
import { wassersteinOnRows } from '#stats/wasserstein.ts';
import { numbers } from './conformance/numbers.ts';
import { ownReference, readReferenceFolder } from './conformance/reference-folder.ts';

function scoreOf(scores: ExactScore[], method: ExactMethod) {
  const score = scores.find((candidate) => candidate.method === method);
  if (score?.status !== 'ok') throw new Error(`${method}: ${score?.reason}`);
  return score;
}

describe('a comparison of numeric rows', () => {
  const withMissing = readReferenceFolder(ownReference).find(({ id }) => id === 'P09');
  const reference = numbers(withMissing?.inputs.reference);
  const current = numbers(withMissing?.inputs.current);
  const comparison = compareNumeric(reference, current);

  it('counts what is missing or infinite apart', () => {
    expect(comparison).toMatchObject({ n: 87, m: 67, missing: { reference: 13, current: 23 } });
    expect(compareNumeric([1, 2, Infinity], [NaN])).toMatchObject({
      n: 2,
      m: 0,
      missing: { reference: 0, current: 1 },
      infinite: { reference: 1, current: 0 },
    });
  });

  it('runs every test and says why one could not run', () => {
    expect(comparison.scores.map(({ status }) => status)).not.toContain('unavailable');
    expect(comparison.scores.map(({ method }) => method)).toContain('andersonDarling');
    expect(compareNumeric(reference, []).scores).toHaveLength(comparison.scores.length);
    expect(compareNumeric(reference, []).scores[0]).toMatchObject({
      status: 'unavailable',
      reason: 'no-rows',
      n: 87,
    });
  });

  it('gives distances the p-value of Kolmogorov-Smirnov', () => {
    const ks = ksOnRows(sampleOf(reference), sampleOf(current));
    const { distance, normalised } = wassersteinOnRows(sampleOf(reference), sampleOf(current));

    expect(scoreOf(comparison.scores, 'wasserstein')).toMatchObject({
      statistic: distance,
      effect: normalised,
      p: ks.status === 'ok' && ks.p,
    });
  });

  it('says where the p-value of Anderson-Darling is only the end of its table', () => {
    const rows = Array.from({ length: 40 }, (_, i) => i);
    const limitBeside = (shift: number) =>
      scoreOf(
        compareNumeric(
          rows,
          rows.map((row) => row + shift),
        ).scores,
        'andersonDarling',
      );

    expect(limitBeside(40)).toMatchObject({ p: 0.001, limit: 'floor' });
    expect(limitBeside(0)).toMatchObject({ p: 0.25, limit: 'cap' });
    expect(limitBeside(8).limit).toBeUndefined();
  });

  it('says in how many bins a score was found, when it is one of counts', () => {
    const bins = scoreOf(comparison.scores, 'jensenShannon').bins;

    expect(bins).toBe(10);
    expect(scoreOf(comparison.scores, 'psi').bins).toBe(bins);
    expect(scoreOf(comparison.scores, 'ks').bins).toBeUndefined();
  });

  it('shows both samples in the same bins', () => {
    const { edges, reference: first, current: second } = comparison.overlay;

    expect(edges).toHaveLength(first.length + 1);
    for (const shares of [first, second]) expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(edges).toEqual(edges.toSorted());
  });

  it('pairs quantiles', () => {
    const { levels, reference: first } = compareNumeric([1, 2, 3, 4, 5], [1]).quantiles;

    expect([levels[49], first[49], first[24]]).toEqual([0.5, 3, 2]);
  });

  it('of constants has an overlay around the value', () => {
    const { edges, reference: shares } = compareNumeric([5, 5], [5]).overlay;

    expect(edges[0]).toBeLessThan(5);
    expect(edges.at(-1)).toBeGreaterThan(5);
    expect(Math.max(...shares)).toBe(1);
  });
});

describe('a comparison of categories', () => {
  it('pairs categories of both sides, most frequent first', () => {
    const { categories, n, m } = compareCategories(
      { a: 60, b: 40 },
      new Map([
        ['b', 50],
        ['c', 10],
        ['gone', 0],
      ]),
    );

    expect({ n, m }).toEqual({ n: 100, m: 60 });
    expect(categories).toEqual([
      { name: 'b', reference: 40, current: 50 },
      { name: 'a', reference: 60, current: 0 },
      { name: 'c', reference: 0, current: 10 },
    ]);
  });

  it('finds a change and a new category', () => {
    const { scores } = compareCategories({ a: 600, b: 400 }, { a: 300, b: 500, c: 200 });

    expect(scoreOf(scores, 'chiSquare').p).toBeLessThan(1e-20);
    expect(scoreOf(scores, 'jensenShannon').effect).toBeGreaterThan(0.2);
    expect(scoreOf(scores, 'newCategories')).toMatchObject({ statistic: 0.2 });
    expect(scoreOf(scores, 'lInfinity').statistic).toBeCloseTo(0.3, 12);
  });

  it('with an empty side is not available', () => {
    for (const score of compareCategories({}, { a: 3 }).scores) {
      expect(score).toMatchObject({ status: 'unavailable', reason: 'no-rows', n: 0, m: 3 });
    }
  });
});
