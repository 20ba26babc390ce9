import { describe, expect, it } from 'vitest';
import { disagreementImpact, isSameAnswer, type ComparedAnswer } from '#control/rollout/disagreement.ts';

const answer = (prediction: ComparedAnswer['prediction'], patch: Partial<ComparedAnswer> = {}) => ({
  status: 'ok',
  isNull: false,
  score: 0.8,
  fingerprint: '',
  prediction,
  ...patch,
});

describe('two answers', () => {
  it('are the same but for rounding', () => {
    expect(isSameAnswer(answer(0.1 + 0.2), answer(0.3))).toBe(true);
    expect(isSameAnswer(answer(1), answer(2))).toBe(false);
    expect(isSameAnswer(answer('yes'), answer('no'))).toBe(false);
    expect(isSameAnswer(answer(null, { fingerprint: 'a' }), answer(null, { fingerprint: 'b' }))).toBe(false);
    expect(isSameAnswer(answer('yes'), answer('yes', { status: 'timeout' }))).toBe(false);
  });
});

describe('the impact of a disagreement', () => {
  it('is greatest where one version fails or says nothing', () => {
    const failed = answer(null, { status: 'timeout' });
    expect(disagreementImpact(answer('yes'), failed)).toEqual({ kind: 'failure', impact: 1 });
    expect(disagreementImpact(answer(null, { isNull: true }), answer('yes'))).toEqual({
      kind: 'null',
      impact: 1,
    });
  });

  it('grows with the distance of the answers and with how sure the versions were', () => {
    const impact = (a: ComparedAnswer, b: ComparedAnswer) => disagreementImpact(a, b).impact;
    expect(impact(answer('yes'), answer('no'))).toBeCloseTo(0.8);
    expect(impact(answer('yes', { score: 0.2 }), answer('no', { score: 0.4 }))).toBeCloseTo(0.3);
    expect(impact(answer(100), answer(75))).toBeCloseTo(0.25 * 0.8);
    expect(impact(answer('turn on the light'), answer('turn on the lights'))).toBeCloseTo(0.25 * 0.8);
    expect(impact(answer('turn it on'), answer(''))).toBeCloseTo(0.8);
    expect(impact(answer('a b', { score: null }), answer('c d', { score: null }))).toBeCloseTo(0.5);
    expect(impact(answer(0), answer(0, { fingerprint: 'x' }))).toBe(0);
  });
});
