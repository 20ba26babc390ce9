import { describe, expect, it } from 'vitest';
import { evidentlyDefault } from '#stats/compat/evidently-default.ts';
import { nannyMlDefault } from '#stats/compat/nannyml-default.ts';
import { sampleOf } from '#stats/sample.ts';

/** The same numbers in every language: multiples of the golden ratio, folded into [0, 1). */
const spread = (n: number, from = 0) =>
  Float64Array.from({ length: n }, (_, i) => ((i + from) * 0.618033988749895) % 1);
const codes = (n: number, k: number, from = 0) => spread(n, from).map((u) => Math.floor(k * u * u));

// Scores of evidently 0.7.23 (numpy 1.26.4, scipy 1.17.1): `evidently.legacy.calculations.stattests.get_stattest(…)(…)`.
describe('Evidently’s default rule', () => {
  it.each([
    ['wasserstein', 0.3256282670376911, 'numeric', spread(2000), spread(80, 5000).map((u) => u * 1.2)],
    ['jensenshannon', 0.12301360568918777, 'categorical', codes(2000, 30), codes(80, 30, 5000)],
    ['ks', 0.03374883784758867, 'numeric', spread(900), spread(80, 5000).map((u) => u * 1.2)],
    ['chisquare', 0.9775601110357589, 'categorical', codes(900, 4), codes(80, 4, 5000)],
    ['z', 0.8835294521661803, 'categorical', codes(900, 2), codes(80, 2, 5000)],
    ['jensenshannon', 0.02393299224997781, 'numeric', codes(2000, 5), codes(80, 5, 5000)],
  ] as const)('is %s, here %d, for %s columns of this size', (test, score, kind, reference, current) => {
    const found = evidentlyDefault(sampleOf(reference), sampleOf(current), kind);

    const isDrift = ['wasserstein', 'jensenshannon'].includes(test) ? score >= 0.1 : score < 0.05;
    expect(found).toEqual({ test, score: expect.closeTo(score, 9), isDrift });
  });
});

describe('NannyML’s default rule', () => {
  it('takes mean + 3 sd of the reference’s own chunks', () => {
    const reference = spread(1000).map((u) => u * u);
    const chunks = Array.from({ length: 10 }, (_, i) => sampleOf(reference.subarray(100 * i, 100 * i + 100)));
    const { threshold, scoreOf, isAlert } = nannyMlDefault(sampleOf(reference), chunks, 'numeric');

    const scores = chunks.map(scoreOf);
    const mean = scores.reduce((sum, score) => sum + score, 0) / 10;
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 10;
    expect(threshold).toBeCloseTo(mean + 3 * Math.sqrt(variance), 12);
    expect(isAlert(sampleOf(spread(100, 77).map((u) => u + 0.5)))).toBe(true);
    expect(isAlert(chunks[3]!)).toBe(false);
  });
});
