import { describe, expect, it } from 'vitest';
import { calibratedLevel } from '#stats/budget/calibrated-level.ts';
import { mulberry32, uniform } from '#stats/random.ts';

const week = { alarms: 1, checksPerPeriod: 168 };
const resampling = { meanBlock: 24, seed: 1 };

/** −ln p of checks without drift, `times` too large; as most checks have no effect worth a look, only one in four has any. */
function evidenceOf(checks: number, seed: number, times = 1): Float64Array {
  const draw = mulberry32(seed);
  return Float64Array.from({ length: checks }, (_, i) => {
    const evidence = -Math.log(1 - uniform(draw)) * times;
    return i % 4 === 0 ? evidence : 0;
  });
}

describe('a level that was tried on time without drift', () => {
  it('is that of the law of chance, and certified, where a long quiet time keeps it', () => {
    const found = calibratedLevel(new Float64Array(504), week, resampling);

    expect(found).toMatchObject({
      perCheck: 1 / 168,
      promised: 1,
      basis: 'certified',
      checks: 504,
      alarms: 0,
    });
    expect(found.checksToCertify).toBe(504);
  });

  it('is extrapolated from a time too short to prove it', () => {
    expect(calibratedLevel(new Float64Array(503), week, resampling).basis).toBe('extrapolated');
    expect(calibratedLevel(new Float64Array(), week, resampling)).toMatchObject({
      perCheck: 1 / 168,
      basis: 'extrapolated',
      checks: 0,
    });
  });

  it('promises what is left of a budget so large that its level would be no evidence', () => {
    const found = calibratedLevel(new Float64Array(21), { alarms: 1, checksPerPeriod: 1 }, resampling);

    expect(found).toMatchObject({
      perCheck: 0.05,
      promised: 0.05,
      basis: 'extrapolated',
      checksToCertify: 60,
    });
  });

  it.each([
    ['a short time', 120],
    ['a long one', 1000],
  ])(
    'is lowered where evidence is twice what chance gives, and then raises no more than promised: %s',
    (_, checks) => {
      let alarms = 0;
      for (let seed = 0; seed < 8; seed++) {
        const { perCheck, ...record } = calibratedLevel(evidenceOf(checks, seed, 2), week, resampling);
        expect(perCheck).toBeLessThan(1 / 168);
        expect(record.alarms).toBeLessThanOrEqual(Math.ceil(checks / 168));
        const later = evidenceOf(1680, 1000 + seed, 2);
        alarms += later.filter((value) => Math.exp(-value) < perCheck).length;
      }

      expect(alarms).toBeLessThan(80 + 3 * Math.sqrt(80)); // eight times ten weeks
    },
  );

  it('raises no alarm in a time shorter than that to one, also where p has no number', () => {
    const evidence = evidenceOf(100, 3);
    evidence[40] = Infinity;

    const { perCheck, alarms } = calibratedLevel(evidence, week, resampling);

    expect(alarms).toBe(0);
    expect(perCheck).toBeLessThan(1e-300);
  });
});
