import { describe, expect, it } from 'vitest';
import { countAlarms, thresholdForBudget } from '#stats/false-alarm-budget.ts';
import { mulberry32, normal } from '#stats/random.ts';
import { stationaryBootstrap } from '#stats/stationary-bootstrap.ts';

/** A series whose neighbours correlate by `phi`, of variance 1. */
function noise(length: number, seed: number, phi = 0): Float64Array {
  const draw = mulberry32(seed);
  let value = normal(draw);
  return Float64Array.from({ length }, () => {
    value = phi * value + Math.sqrt(1 - phi * phi) * normal(draw);
    return value;
  });
}

describe('alarms', () => {
  it('are runs of exceedances, near ones joined', () => {
    const scores = Float64Array.of(0, 2, 2, 0, 2, 0, 0, 2, NaN, 2);

    expect([1, 2, 3].map((gap) => countAlarms(scores, 1, gap))).toEqual([4, 2, 1]);
    expect(countAlarms(scores, 2)).toBe(0);
  });
});

describe('the stationary bootstrap', () => {
  it('draws blocks of the mean length from everywhere', () => {
    const positions = stationaryBootstrap(20_000, 500, 25, mulberry32(4));
    const breaks = positions.filter(
      (at, i) => i > 0 && at !== ((positions[i - 1] as number) + 1) % 500,
    ).length;

    expect(new Set(positions).size).toBe(500);
    expect(20_000 / breaks).toBeGreaterThan(22);
    expect(20_000 / breaks).toBeLessThan(28);
  });
});

describe('a threshold from a budget', () => {
  const checksPerPeriod = 2000;

  it.each([0, 0.9])('keeps the budget on data it has not seen, with dependence %d', (phi) => {
    const budget = { alarms: 2, checksPerPeriod, meanBlock: 50 };
    const rates = Array.from({ length: 12 }, (_, i) => {
      const found = thresholdForBudget([noise(16_000, 2 * i + 1, phi)], { ...budget, draws: 20 }, i);
      if (found.status !== 'ok') throw new Error(found.reason);
      return countAlarms(noise(40_000, 2 * i + 2, phi), found.threshold) / 20;
    });

    expect(rates.filter((rate) => rate <= 2).length).toBeGreaterThanOrEqual(9);
    expect(rates.reduce((sum, rate) => sum + rate) / rates.length).toBeGreaterThan(0.5);
  });

  it('is certified when the history is long enough for its rate', () => {
    const found = thresholdForBudget([noise(20_000, 1)], { alarms: 5, checksPerPeriod, draws: 40 }, 1);

    expect(found).toMatchObject({ status: 'ok', basis: 'certified' });
    expect(found.status === 'ok' && found.rate.upper).toBeLessThanOrEqual(5);
  });

  it('rises with the number of series that share the budget', () => {
    const series = Array.from({ length: 20 }, (_, i) => noise(10_000, i + 1));
    const [one, many] = [series.slice(0, 1), series].map((history) =>
      thresholdForBudget(history, { alarms: 2, checksPerPeriod, draws: 20 }, 1),
    );

    if (one?.status !== 'ok' || many?.status !== 'ok') throw new Error('no threshold');
    expect(many.threshold).toBeGreaterThan(one.threshold + 0.4);
  });

  it('is extrapolated, beyond all of a short history, for rare alarms', () => {
    const history = noise(5000, 3);
    const found = thresholdForBudget([history], { alarms: 1, checksPerPeriod: 20_000, draws: 40 }, 1);

    expect(found).toMatchObject({ status: 'ok', basis: 'extrapolated' });
    expect(found.status === 'ok' && found.threshold).toBeGreaterThanOrEqual(Math.max(...history));
    expect(found.status === 'ok' && found.threshold).toBeLessThan(8);
  });

  it('is not available from too little history', () => {
    expect(thresholdForBudget([noise(200, 3)], { alarms: 1, checksPerPeriod: 43_200 }, 1)).toEqual({
      status: 'unavailable',
      reason: 'insufficient-history',
      checks: 200,
    });
    expect(thresholdForBudget([], { alarms: 1, checksPerPeriod }, 1)).toMatchObject({ checks: 0 });
    expect(() => thresholdForBudget([noise(10, 1), noise(11, 1)], { alarms: 1, checksPerPeriod }, 1)).toThrow(
      RangeError,
    );
  });
});
