import { describe, expect, it } from 'vitest';
import { type BinnedSample, driftMethods, scoreBins } from '#stats/drift-score.ts';
import { type Draw, mulberry32, uniform } from '#stats/random.ts';
import { comparedSamples, scoreSamples } from '#stats/sample-scores.ts';

const bins = 12;

function drawn(kind: BinnedSample['kind'], draw: Draw, rows: number, isUnseen = false): BinnedSample {
  const counts = new Float64Array(bins);
  const sums = new Float64Array(kind === 'numeric' ? bins : 0);
  const missing = Math.floor(rows * 0.05 * uniform(draw));
  for (let row = 0; row < rows; row++) {
    const value = uniform(draw) ** 2;
    const bin = Math.floor(value * (isUnseen ? bins : bins - 1));
    counts[bin]! += 1;
    if (kind === 'numeric') sums[bin]! += value;
  }
  return { kind, counts, sums, missing };
}

const references: Record<string, (draw: Draw) => BinnedSample> = {
  'of intervals': (draw) => drawn('numeric', draw, 3000, true),
  'of single values': (draw) => drawn('numeric', draw, 3000),
  'of categories': (draw) => drawn('categorical', draw, 3000),
  'of categories that share a bin': (draw) => ({ ...drawn('categorical', draw, 3000), sharedCategories: 7 }),
  'too small': (draw) => drawn('numeric', draw, 20),
};

describe.each(Object.keys(references))('samples %s', (name) => {
  const draw = mulberry32(name.length);
  const reference = (references[name] as (draw: Draw) => BinnedSample)(draw);
  const samples = [0, 1, 29, 30, 100, 1000, 20_000].map((rows) => drawn(reference.kind, draw, rows, true));

  it.each([1, 1.37])('have the scores that each has by itself, with a dispersion of %d', (dispersion) => {
    const compared = comparedSamples(reference, samples, dispersion);

    for (const method of driftMethods) {
      const effects = new Float64Array(samples.length).fill(NaN);
      const p = effects.slice();
      scoreSamples(method, compared, effects, p);

      const scores = samples.map((sample) => scoreBins(method, reference, sample, dispersion));
      const expected = scores.map((score) => (score.status === 'ok' ? score : { effect: NaN, p: NaN }));
      const expectedEffects = expected.map(({ effect }) => effect);
      const expectedP = expected.map((score) => score.p);
      expect(largestDifference(effects, expectedEffects)).toBeLessThan(1e-11);
      expect(largestDifference(p, expectedP)).toBeLessThan(1e-11);
    }
  });

  it('have the sizes and changes of shares that each has by itself', () => {
    const { n, m, missing, unseen } = comparedSamples(reference, samples, 1.37);

    const at = (changes: typeof missing, i: number) => {
      return { reference: changes.reference, current: changes.current[i], p: changes.p[i] };
    };
    const scores = samples.map((sample) => scoreBins('psi', reference, sample, 1.37));
    expect(scores.map((score) => [score.n, score.m])).toEqual([...m].map((size) => [n, size]));
    expect(scores.map((score) => score.missing)).toEqual(samples.map((_, i) => at(missing, i)));
    expect(scores.map((score) => score.unseen)).toEqual(
      scores.map((score, i) => (score.status === 'ok' && unseen ? at(unseen, i) : undefined)),
    );
  });
});

/** Relative to the expected value; infinite where one is NaN and the other is not. */
function largestDifference(actual: Float64Array, expected: readonly number[]): number {
  const differences = expected.map((value, i) => {
    const found = actual[i] as number;
    if (Object.is(found, value)) return 0;
    return Number.isNaN(found) || Number.isNaN(value) ? Infinity : Math.abs(found - value) / Math.abs(value);
  });
  return Math.max(...differences);
}
