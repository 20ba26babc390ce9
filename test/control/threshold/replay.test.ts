import { describe, expect, it } from 'vitest';
import { recoveryOf } from '#control/rule/recovery.ts';
import { replay } from '#control/threshold/replay.ts';
import { daysSeen, withoutSpans } from '#control/threshold/rule-history.ts';
import { budgetSpending } from '#control/threshold/budget-spending.ts';
import { shiftDelays } from '#control/threshold/shift-delay.ts';
import { alarmCurvePoint, candidateThresholds } from '#control/threshold/alarm-curve.ts';
import { historyOf, MINUTE_MS, quietSeries } from './series.ts';

const rule = (threshold: number, timers = { forSlots: 0, keepSlots: 0 }) => ({
  direction: 'above' as const,
  levels: { critical: { threshold, recover: null, ...timers } },
  usual: 0,
});

describe('a replay', () => {
  it('is what the live machine makes of the values', () => {
    const history = historyOf(Float64Array.of(0, 5, 5, 0, NaN, 5, 0, 0));

    const { episodes } = replay(history, rule(5, { forSlots: 1, keepSlots: 0 }));

    expect(episodes).toEqual([
      { fromMs: 3 * MINUTE_MS, toMs: 4 * MINUTE_MS, severity: 'critical', isReal: null },
    ]);
  });

  it('watches below where the rule does', () => {
    const history = historyOf(Float64Array.of(9, 1, 9, 1, 9));

    expect(replay(history, { ...rule(2), direction: 'below', usual: 9 }).episodes).toHaveLength(2);
  });

  it('holds an alarm in the band, a quarter of the way back where the rule leaves it open', () => {
    const values = Float64Array.of(10, 8, 10, 7, 10);
    const open = {
      direction: 'above' as const,
      usual: 0,
      levels: { warning: { threshold: 10, forSlots: 0, keepSlots: 0 } },
    };

    expect(replay(historyOf(values), open).episodes).toHaveLength(2);
    expect(recoveryOf({ threshold: 10 }, 2, 'above')).toBe(8);
    expect(recoveryOf({ threshold: 10, recover: null }, 2, 'above')).toBe(10);
    expect(recoveryOf({ threshold: 10, recover: 9 }, 2, 'above')).toBe(9);
    expect(recoveryOf({ threshold: 10 }, NaN, 'above')).toBe(10);
    expect(recoveryOf({ threshold: 10 }, 12, 'above')).toBe(10);
    expect(recoveryOf({ threshold: 10 }, 12, 'below')).toBe(10.5);
  });

  /** Research note 5.3: episodes a month at 3 σ and at 4.07 σ, independent and with φ = 0.9, of 120 months. */
  it.each([
    { phi: 0, sigma: 3, forSlots: 0, month: 58 },
    { phi: 0.5, sigma: 3, forSlots: 0, month: 54 },
    { phi: 0.9, sigma: 3, forSlots: 0, month: 32 },
    { phi: 0.9, sigma: 2, forSlots: 4, month: 52 },
    { phi: 0.99, sigma: 2, forSlots: 14, month: 16 },
  ])('has $month episodes a month at $sigma σ, φ $phi, for $forSlots', ({ phi, sigma, forSlots, month }) => {
    const months = 12;
    const history = historyOf(quietSeries(months * 43_200, { seed: 5, phi }));

    const { episodes } = replay(history, rule(sigma, { forSlots, keepSlots: 0 }));

    expect(episodes.length / months).toBeGreaterThan(month * 0.8);
    expect(episodes.length / months).toBeLessThan(month * 1.2);
  });
});

describe('a history', () => {
  it('says nothing of times of trouble', () => {
    const history = { ...historyOf(Float64Array.of(1, 2, 3, 4)), firstSlot: 10 };

    const { values } = withoutSpans(history, [{ fromMs: 11 * MINUTE_MS, toMs: 12.5 * MINUTE_MS }]);

    expect([...values]).toEqual([1, NaN, NaN, 4]);
    expect(daysSeen({ ...history, values })).toBe(2 / 1440);
  });
});

describe('a lasting shift', () => {
  it('is found the sooner the larger it is', () => {
    const history = historyOf(quietSeries(20_000, { seed: 3 }));

    const delays = shiftDelays(history, rule(4.07), [1, 2, 3]).map(({ medianMs }) => medianMs ?? Infinity);

    // research note 5.5: 651, 38 and 5 checks
    expect((delays[0] as number) / MINUTE_MS).toBeGreaterThan(200);
    expect((delays[1] as number) / MINUTE_MS).toBeGreaterThan(12);
    expect((delays[1] as number) / MINUTE_MS).toBeLessThan(110);
    expect((delays[2] as number) / MINUTE_MS).toBeLessThan(16);
  });

  it('may not be found within a day', () => {
    const history = historyOf(quietSeries(5_000, { seed: 3 }));

    expect(shiftDelays(history, rule(20), [1])).toEqual([
      { shift: 1, medianMs: null, found: 0, tried: 20, withinMs: 1_440 * MINUTE_MS },
    ]);
  });
});

describe('the curve of alarms', () => {
  it('goes from the usual value beyond the worst one, with ever fewer alarms in the tail', () => {
    const history = historyOf(quietSeries(20_000, { seed: 4 }));
    const timers = { forSlots: 0, keepSlots: 0 };

    const thresholds = candidateThresholds(history, 'above');
    const tail = thresholds
      .slice(-20)
      .map((threshold) => alarmCurvePoint(history, { direction: 'above', usual: 0, timers }, threshold, []));

    expect(thresholds.length).toBeLessThanOrEqual(40);
    expect(thresholds).toEqual(thresholds.toSorted((a, b) => a - b));
    expect(tail.at(-1)).toMatchObject({ episodesPerWeek: 0 });
    const rates = tail.map(({ episodesPerWeek }) => episodesPerWeek);
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    expect(candidateThresholds(history, 'below')[0]).toBeCloseTo(0, 1);
    expect(candidateThresholds(historyOf(new Float64Array(0)), 'above')).toEqual([]);
  });
});

describe('a budget', () => {
  it.each([
    { falseAlarms: 8, isOverspent: false }, // P(Poisson(4) ≥ 8) = 5.1 %
    { falseAlarms: 9, isOverspent: true }, // 2.1 %
    { falseAlarms: 0, isOverspent: false },
  ])('of one a week is overspent after $falseAlarms in four weeks: $isOverspent', (spent) => {
    const { falseAlarms } = spent;

    expect(budgetSpending({ falseAlarms, promisedPerWeek: 1, weeks: 4 })).toMatchObject({
      perWeek: falseAlarms / 4,
      isOverspent: spent.isOverspent,
    });
  });
});
