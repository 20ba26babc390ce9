import { describe, expect, it } from 'vitest';
import { estimate, noEstimate } from '#stats/estimate.ts';
import { mulberry32, normal, uniform } from '#stats/random.ts';
import { estimateRecord } from '#stats/quality/estimate-record.ts';
import { expectedChangeTogether } from '#stats/quality/expected-change-together.ts';
import { harmOf } from '#stats/quality/harm.ts';

type Rows = { x: number[]; y: number[]; right: number[] };

/** Two features that lower the chance of being right, both moved by `shift`; the relation changed by `concept`. */
function rows(n: number, seed: number, shift: number, concept = 0): Rows {
  const draw = mulberry32(seed);
  const made: Rows = { x: [], y: [], right: [] };
  for (let i = 0; i < n; i++) {
    const [x, y] = [normal(draw) + shift, normal(draw) + shift];
    made.x.push(x);
    made.y.push(y);
    made.right.push(uniform(draw) < chanceOf(x, y) + concept ? 1 : 0);
  }
  return made;
}

const chanceOf = (x: number, y: number) => 1 / (1 + Math.exp(0.8 * x + 0.8 * y - 2));

function trueChange(shift: number): number {
  const mean = (moved: number) => {
    const draw = mulberry32(77);
    let sum = 0;
    for (let i = 0; i < 100_000; i++) sum += chanceOf(normal(draw) + moved, normal(draw) + moved);
    return sum / 100_000;
  };
  return mean(shift) - mean(0);
}

const binOf = (value: number) => Math.max(0, Math.min(9, Math.floor(2 * value + 5)));

function together(reference: Rows, current: Rows) {
  const feature = (name: 'x' | 'y') => ({
    bins: 10,
    reference: reference[name].map(binOf),
    current: current[name].map(binOf),
  });
  return expectedChangeTogether([feature('x'), feature('y')], reference.right);
}

describe('the change of quality to expect from all features together', () => {
  it('is that of both, which neither alone shows, with an interval that holds the truth', () => {
    const truth = trueChange(0.6);
    const found = Array.from({ length: 20 }, (_, seed) =>
      together(rows(1500, seed, 0), rows(800, seed + 500, 0.6)),
    );

    const held = found.filter(
      (one) => one.status === 'ok' && one.change.lower <= truth && truth <= one.change.upper,
    );
    const mean =
      found.reduce((sum, one) => sum + (one.status === 'ok' ? one.change.value : NaN), 0) / found.length;
    expect(truth).toBeLessThan(-0.1);
    expect(Math.abs(mean - truth)).toBeLessThan(0.1 * Math.abs(truth));
    expect(held.length).toBeGreaterThanOrEqual(17);
  });

  it('is nothing where nothing moved, and all labelled rows then count', () => {
    const found = together(rows(2000, 1, 0), rows(2000, 2, 0));

    if (found.status !== 'ok') throw new Error(found.reason);
    expect(found.change.lower).toBeLessThan(0);
    expect(found.change.upper).toBeGreaterThan(0);
    expect(found.effectiveRows).toBeGreaterThan(1800);
  });

  it('does not see a changed relation', () => {
    const found = together(rows(2000, 3, 0), rows(2000, 4, 0, -0.3));

    if (found.status !== 'ok') throw new Error(found.reason);
    expect(found.change.lower).toBeGreaterThan(-0.05);
  });

  it('is not given where the labelled rows never were', () => {
    expect(together(rows(1500, 5, 0), rows(1500, 6, 4))).toEqual({
      status: 'unavailable',
      reason: 'outside-support',
    });
    expect(together(rows(0, 5, 0), rows(10, 6, 0))).toEqual({ status: 'unavailable', reason: 'no-rows' });
    expect(() => expectedChangeTogether([{ bins: 2, reference: [0], current: [1] }], [1, 0])).toThrow(
      RangeError,
    );
  });
});

describe('what an expected change means', () => {
  it.each([
    ['harmful', -0.05, -0.02],
    ['helpful', 0.05, 0.02],
    ['harmless', 0.001, 0.004],
    ['unclear', -0.02, 0.03],
    ['unclear', -0.008, 0.001],
  ] as const)('is %s from %d with the nearer end %d', (harm, value, end) => {
    const half = Math.abs(end - value);

    expect(harmOf({ value, lower: value - half, upper: value + half }, 0.01)).toBe(harm);
  });
});

describe('the record of an estimator', () => {
  const truth = (value: number) => estimate(value, [value - 0.01, value + 0.01]);

  it('is its bias, its errors, its coverage, and how often it abstained', () => {
    const record = estimateRecord([
      { estimated: estimate(0.9, [0.88, 0.92]), realised: truth(0.89) },
      { estimated: estimate(0.8, [0.78, 0.82]), realised: truth(0.7) },
      { estimated: estimate(0.85, [0.83, 0.87]), realised: truth(0.87) },
      { estimated: noEstimate('outside-support'), realised: truth(0.5) },
    ]);

    if (record.status !== 'ok') throw new Error(record.reason);
    expect(record).toMatchObject({ judged: 3, abstained: 1, abstentionShare: 0.25 });
    expect(record.meanAbsoluteError).toBeCloseTo(0.13 / 3, 12);
    expect(record.bias).toMatchObject({ status: 'ok', value: expect.closeTo(0.03, 12) });
    expect(record.coverage).toMatchObject({ value: 2 / 3 });
  });

  it('has coverage near the level of intervals that are right', () => {
    const draw = mulberry32(8);
    const noisy = (value: number, sd: number) => {
      const seen = value + sd * normal(draw);
      return estimate(seen, [seen - 1.96 * sd, seen + 1.96 * sd]);
    };
    const record = estimateRecord(
      Array.from({ length: 1000 }, () => {
        const value = 0.8 + 0.02 * normal(draw);
        return { estimated: noisy(value, 0.01), realised: noisy(value, 0.02) };
      }),
    );

    if (record.status !== 'ok' || record.coverage.status !== 'ok') throw new Error('no record');
    expect(record.coverage.lower).toBeLessThan(0.95);
    expect(record.coverage.upper).toBeGreaterThan(0.95);
  });

  it('is empty without pairs, and says so; of abstentions alone it has no bias', () => {
    expect(estimateRecord([])).toEqual({ status: 'unavailable', reason: 'no-rows' });
    expect(
      estimateRecord([{ estimated: noEstimate('outside-support'), realised: truth(0.5) }]),
    ).toMatchObject({
      judged: 0,
      abstentionShare: 1,
      bias: { status: 'unavailable' },
    });
  });
});
