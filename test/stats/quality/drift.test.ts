import { describe, expect, it } from 'vitest';

import { mulberry32, normal, uniform } from '#stats/random.ts';
import { conceptDrift } from '#stats/quality/concept-drift.ts';
import { expectedChange } from '#stats/quality/expected-change.ts';
import { type DecompositionOptions, qualityDecomposition } from '#stats/quality/quality-decomposition.ts';

interface Rows {
  scores: number[];
  labels: number[];
  /** 1 where the prediction (score ≥ ½) is right. */
  right: number[];
}

/** Rows whose score is the true probability of label 1, except for a changed relation of `lift` on the logit. */
function rows(n: number, seed: number, { shift = 0, lift = 0 } = {}): Rows {
  const draw = mulberry32(seed);
  const made: Rows = { scores: [], labels: [], right: [] };
  for (let i = 0; i < n; i++) {
    const logit = 1.5 * normal(draw) + shift;
    const score = 1 / (1 + Math.exp(-logit));
    const label = uniform(draw) < 1 / (1 + Math.exp(-logit - lift)) ? 1 : 0;
    made.scores.push(score);
    made.labels.push(label);
    made.right.push(score >= 0.5 === (label === 1) ? 1 : 0);
  }
  return made;
}

function concept(reference: Rows, current: Rows) {
  const result = conceptDrift(reference.scores, reference.labels, current.scores, current.labels);
  if (result.status === 'unavailable') throw new Error(result.reason);
  return result;
}

function decomposed(reference: Rows, current: Rows, options: DecompositionOptions = {}) {
  const result = qualityDecomposition(
    reference.scores,
    reference.right,
    current.scores,
    current.right,
    options,
  );
  if (result.status === 'unavailable') throw new Error(result.reason);
  return result;
}

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

describe('the test for concept drift', () => {
  it.each([0, 1])('rejects about one in twenty when the relation stays, scores moved by %d', (shift) => {
    const rejected = seeds.filter(
      (seed) => concept(rows(2000, seed), rows(500, seed + 1000, { shift })).p < 0.05,
    );

    expect(rejected.length / seeds.length).toBeGreaterThan(0.01);
    expect(rejected.length / seeds.length).toBeLessThan(0.1);
  });

  it('sees a changed relation, says where and how much', () => {
    const { p, effect, byBin } = concept(rows(10_000, 1), rows(10_000, 2, { lift: 1 }));

    expect(p).toBeLessThan(1e-20);
    expect(effect).toBeGreaterThan(0.1);
    expect(effect).toBeLessThan(0.25);
    expect(byBin.every(({ change, lower, upper }) => lower < change && change < upper && change > 0)).toBe(
      true,
    );
  });

  it('pools bins that are too small, and says when nothing is left', () => {
    const few = concept(rows(2000, 1), rows(30, 2));

    expect(few.degrees).toBeLessThan(10);
    expect(few.byBin.reduce((sum, { m }) => sum + m, 0)).toBe(30);
    expect(conceptDrift([0.1, 0.9], [0, 1], [0.2], [0])).toEqual({
      status: 'unavailable',
      reason: 'too-few-rows',
      n: 2,
      m: 1,
    });
  });
});

describe('the decomposition of a change in quality', () => {
  it.each(['symmetric', 'reference'] as const)('adds up exactly (%s)', (form) => {
    const { change, dataDrift, conceptDrift, reference, current } = decomposed(
      rows(3000, 1),
      rows(2000, 2, { shift: 1, lift: -1 }),
      { form },
    );

    expect(dataDrift.value + conceptDrift.value).toBeCloseTo(change.value, 12);
    expect(current.value - reference.value).toBeCloseTo(change.value, 12);
  });

  it('lays moved scores to data drift and not to concept drift', () => {
    const { dataDrift, conceptDrift } = decomposed(rows(10_000, 1), rows(10_000, 2, { shift: 2 }));

    expect(dataDrift.lower).toBeGreaterThan(0.02);
    expect(conceptDrift.lower).toBeLessThan(0);
    expect(conceptDrift.upper).toBeGreaterThan(0);
  });

  it('lays a changed relation to concept drift and not to data drift', () => {
    const { dataDrift, conceptDrift } = decomposed(rows(10_000, 1), rows(10_000, 2, { lift: -2 }));

    expect(conceptDrift.upper).toBeLessThan(-0.02);
    expect(dataDrift.lower).toBeLessThan(0);
    expect(dataDrift.upper).toBeGreaterThan(0);
  });

  it('has intervals that hold the truth about as often as promised', () => {
    const truth = decomposed(rows(100_000, 7777), rows(100_000, 8888, { shift: 1 }), { resamples: 1 })
      .dataDrift.value;
    const covered = seeds.filter((seed) => {
      const { dataDrift } = decomposed(rows(500, seed), rows(500, seed + 1000, { shift: 1 }), {
        resamples: 100,
      });
      return dataDrift.lower <= truth && truth <= dataDrift.upper;
    });

    expect(covered.length / seeds.length).toBeGreaterThan(0.88);
  });
});

describe('the change of quality to expect from a drifting feature', () => {
  it('is the reference’s quality by bin, reweighted', () => {
    const reference = { rows: [50, 50], sums: [50, 25], squares: [50, 25] };

    const result = expectedChange(reference, [20, 80]);

    if (result.status === 'unavailable') throw new Error(result.reason);
    const { change, parts } = result;
    expect(change.value).toBeCloseTo(-0.15, 12); // 0.2 · 1 + 0.8 · 0.5 − 0.75
    expect(parts.reduce((a, b) => a + b)).toBeCloseTo(-0.15, 12);
    expect(change.lower).toBeLessThan(-0.15);
    expect(change.upper).toBeLessThan(0);
  });

  it('has intervals that hold the truth about as often as promised', () => {
    const quality = [0.9, 0.7, 0.5];
    const sample = (seed: number, n: number, shares: number[]) => {
      const draw = mulberry32(seed);
      const counts = { rows: [0, 0, 0], sums: [0, 0, 0], squares: [0, 0, 0] };
      for (let i = 0; i < n; i++) {
        const u = uniform(draw);
        const bin = u < (shares[0] as number) ? 0 : u < (shares[0] as number) + (shares[1] as number) ? 1 : 2;
        const right = uniform(draw) < (quality[bin] as number) ? 1 : 0;
        counts.rows[bin] = (counts.rows[bin] as number) + 1;
        counts.sums[bin] = (counts.sums[bin] as number) + right;
        counts.squares[bin] = (counts.squares[bin] as number) + right;
      }
      return counts;
    };
    const truth = 0.2 * 0.9 + 0.3 * 0.7 + 0.5 * 0.5 - (0.5 * 0.9 + 0.3 * 0.7 + 0.2 * 0.5);

    const covered = seeds.filter((seed) => {
      const result = expectedChange(
        sample(seed, 600, [0.5, 0.3, 0.2]),
        sample(seed + 500, 300, [0.2, 0.3, 0.5]).rows,
      );
      return result.status === 'ok' && result.change.lower <= truth && truth <= result.change.upper;
    });

    expect(covered.length / seeds.length).toBeGreaterThan(0.9);
  });

  it('is not given outside the support of the labelled rows', () => {
    const reference = { rows: [100, 3], sums: [90, 1], squares: [90, 1] };

    expect(expectedChange(reference, [80, 20])).toEqual({ status: 'unavailable', reason: 'outside-support' });
    expect(expectedChange(reference, [100, 2])).toMatchObject({ status: 'ok', change: { value: 0 } });
  });
});
