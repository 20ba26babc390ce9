import { describe, expect, it } from 'vitest';
import type { DriftScore } from '#stats/drift-score.ts';
import { bareVerdictsOf, verdictOf } from '#stats/drift-verdict.ts';
import { mulberry32, uniform } from '#stats/random.ts';

const unchanged = { reference: 0, current: 0, p: 1 };
const scored = (effect: number, p: number, more: Partial<DriftScore> = {}): DriftScore =>
  ({
    status: 'ok',
    method: 'jensenShannon',
    statistic: effect,
    effect,
    p,
    lnP: Math.log(p),
    n: 1000,
    m: 100,
    bins: 10,
    missing: unchanged,
    ...more,
  }) as DriftScore;

describe('a verdict', () => {
  it.each([
    ['drift', 0.3, 1e-6],
    ['warn', 0.15, 1e-6],
    ['none', 0.3, 0.2],
    ['none', 0.05, 1e-20],
  ] as const)('is %s for an effect of %d with p = %d', (verdict, effect, p) => {
    expect(verdictOf([scored(effect, p)])).toEqual([
      { verdict, adjustedP: p, reasons: verdict === 'none' ? [] : ['score'] },
    ]);
  });

  it('asks for more evidence the more metrics are checked', () => {
    const others = Array.from({ length: 99 }, () => scored(0.02, 0.9));

    expect(verdictOf([scored(0.3, 0.001)])[0]?.verdict).toBe('drift');
    expect(verdictOf([scored(0.3, 0.001), ...others])[0]).toMatchObject({
      verdict: 'none',
      adjustedP: expect.closeTo(0.1, 12),
    });
  });

  it('follows the level and the thresholds it is given', () => {
    const score = scored(0.3, 0.03);

    expect(verdictOf([score], { level: 0.05 })[0]?.verdict).toBe('drift');
    expect(
      verdictOf([score], { level: 0.05, thresholds: { jensenShannon: { warn: 0.2, alert: 0.4 } } })[0]
        ?.verdict,
    ).toBe('warn');
  });

  it('is drift when values go missing, even if nothing is left to score', () => {
    const missing = { reference: 0.01, current: 0.98, p: 1e-80 };
    const empty: DriftScore = {
      status: 'unavailable',
      method: 'psi',
      reason: 'too-few-rows',
      n: 1000,
      m: 3,
      missing,
    };

    expect(verdictOf([scored(0.01, 0.5, { missing }), empty])).toEqual([
      { verdict: 'drift', adjustedP: 0.5, reasons: ['missing'] },
      { verdict: 'drift', adjustedP: NaN, reasons: ['missing'] },
    ]);
  });

  it('is drift when unseen categories are more than the reference can have missed', () => {
    const unseen = { reference: 0, current: 0.1, p: 1e-20 };

    expect(verdictOf([scored(0.25, 1e-9, { unseen })])[0]).toMatchObject({
      verdict: 'drift',
      reasons: ['score', 'unseen'],
    });
    expect(
      verdictOf([scored(0.05, 0.2, { unseen: { reference: 0, current: 0.02, p: 1e-9 } })])[0],
    ).toMatchObject({
      verdict: 'warn',
      reasons: ['unseen'],
    });
  });

  it('is unavailable when nothing could be tested', () => {
    const empty: DriftScore = {
      status: 'unavailable',
      method: 'psi',
      reason: 'too-few-rows',
      n: 9,
      m: 9,
      missing: unchanged,
    };

    expect(verdictOf([empty])).toEqual([{ verdict: 'unavailable', adjustedP: NaN, reasons: [] }]);
  });
});

it('bare verdicts are those of the whole verdicts, with and without evidence', () => {
  const draw = mulberry32(3);
  const drawn = (): DriftScore => {
    const p = uniform(draw) ** 5; // small ones beside large ones, so that some checks have evidence
    const missing = { reference: 0, current: draw() % 2 ? 0 : 0.1 * uniform(draw), p: uniform(draw) };
    const unseen = { reference: 0, current: 0.1 * uniform(draw), p: uniform(draw) ** 3 };
    return draw() % 9
      ? scored(0.4 * uniform(draw), p, draw() % 3 ? { missing } : { missing, unseen })
      : { status: 'unavailable', method: 'psi', reason: 'too-few-rows', n: 9, m: 9, missing };
  };
  const checks = Array.from({ length: 300 }, () => Array.from({ length: 1 + (draw() % 20) }, drawn));

  for (const scores of checks) {
    expect(bareVerdictsOf(scores, { level: 0.01 })).toEqual(
      verdictOf(scores, { level: 0.01 }).map(({ verdict }) => verdict),
    );
  }
  const alarming = checks.filter((scores) => bareVerdictsOf(scores).includes('drift'));
  expect(alarming.length).toBeGreaterThan(50);
  expect(alarming.length).toBeLessThan(250);
});
