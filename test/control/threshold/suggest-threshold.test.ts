import { describe, expect, it } from 'vitest';
import { replay } from '#control/threshold/replay.ts';
import { suggestThreshold, type ThresholdQuestion } from '#control/threshold/suggest-threshold.ts';
import { below, mulberry32, uniform } from '#stats/random.ts';
import { historyOf, quietSeries } from './series.ts';

const FIVE_MINUTES_MS = 300_000;
const WEEK = 2_016; // slots
const timers = { forSlots: 0, keepSlots: 5 };

const question = (values: Float64Array, rest: Partial<ThresholdQuestion> = {}): ThresholdQuestion => ({
  history: historyOf(values, FIVE_MINUTES_MS),
  direction: 'above',
  ...timers,
  perWeek: 1,
  ...rest,
});

function suggested(asked: ThresholdQuestion) {
  const found = suggestThreshold(asked);
  if (found.status !== 'ok') throw new Error(found.status);
  return found;
}

/** False alarms a week at a threshold, on weeks that it has not seen. */
function weeklyAlarms(
  values: Float64Array,
  threshold: number,
  rest: Partial<ThresholdQuestion> = {},
): number {
  const { history, direction, forSlots, keepSlots } = question(values, rest);
  const { episodes } = replay(history, {
    direction,
    levels: { critical: { threshold, forSlots, keepSlots } },
    usual: 0,
  });
  return (episodes.length * WEEK) / values.length;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a suggested threshold keeps its promise on data without drift that it has not seen', () => {
  const series = 12;
  it.each([
    { name: 'normal', options: {}, days: 30, perWeek: 1 },
    { name: 'normal', options: {}, days: 90, perWeek: 1 },
    { name: 'heavy-tailed', options: { tail: 'heavy' as const }, days: 30, perWeek: 1 },
    { name: 'autocorrelated', options: { phi: 0.9 }, days: 30, perWeek: 1 },
    {
      name: 'heavy-tailed, autocorrelated',
      options: { phi: 0.9, tail: 'heavy' as const },
      days: 30,
      perWeek: 0.25,
    },
    {
      name: 'heavy-tailed, autocorrelated',
      options: { phi: 0.9, tail: 'heavy' as const },
      days: 90,
      perWeek: 0.25,
    },
    { name: 'autocorrelated, for 3 slots', options: { phi: 0.9 }, forSlots: 3, days: 30, perWeek: 0.5 },
  ])('$name, $days days, $perWeek a week', ({ options, days, perWeek, forSlots = 0 }) => {
    const rates = Array.from({ length: series }, (_, i) => {
      const { threshold } = suggested(
        question(quietSeries(days * 288, { ...options, seed: 2 * i + 1 }), { perWeek, forSlots }),
      );
      return weeklyAlarms(quietSeries(26 * WEEK, { ...options, seed: 2 * i + 2 }), threshold, { forSlots });
    });

    const promised = perWeek * 26 * series;
    expect(mean(rates) * 26 * series).toBeLessThanOrEqual(promised + 2 * Math.sqrt(promised));
    expect(rates.filter((rate) => rate <= 2 * perWeek).length).toBeGreaterThanOrEqual(11);
    expect(mean(rates)).toBeGreaterThan(0.05 * perWeek);
  });

  it('shares of few rows, where a single error is a large share', () => {
    const draw = mulberry32(21);
    const shares = (slots: number) => {
      const sizes = Float64Array.from({ length: slots }, () => 5 + below(draw, 20));
      const values = sizes.map((size) => {
        let bad = 0;
        for (let row = 0; row < size; row++) if (uniform(draw) < 0.01) bad += 1;
        return bad / size;
      });
      return { ...historyOf(values, FIVE_MINUTES_MS), sizes };
    };
    const rates = Array.from({ length: 6 }, () => {
      const found = suggested({
        ...question(new Float64Array(0)),
        history: shares(30 * 288),
        valuesAre: 'share',
      });
      const fresh = shares(26 * WEEK);
      return weeklyAlarms(fresh.values, found.threshold);
    });

    expect(mean(rates)).toBeLessThan(1);
  });

  it('the share of one of many categories', () => {
    const draw = mulberry32(22);
    const shares = (slots: number) =>
      Float64Array.from({ length: slots }, () => {
        let hits = 0;
        for (let row = 0; row < 100; row++) if (below(draw, 200) === 0) hits += 1;
        return hits / 100;
      });
    const { threshold } = suggested({
      ...question(shares(30 * 288)),
      history: historyOf(shares(30 * 288), FIVE_MINUTES_MS, 100),
      valuesAre: 'share',
    });

    expect(weeklyAlarms(shares(26 * WEEK), threshold)).toBeLessThanOrEqual(1);
    expect(threshold).toBeLessThan(0.08);
  });
});

describe('a suggested threshold', () => {
  it('is certified where the history can prove the budget, else extrapolated with an interval', () => {
    const values = quietSeries(30 * 288, { seed: 8 });

    const certified = suggested(question(values));
    const extrapolated = suggested(question(values, { perWeek: 0.25 }));

    expect(certified).toMatchObject({ basis: 'certified', episodes: 0, days: 30 });
    expect(certified.upperPerWeek).toBeLessThanOrEqual(1);
    expect(extrapolated).toMatchObject({
      basis: 'extrapolated',
      interval: { low: expect.any(Number) as number },
    });
    expect(extrapolated.threshold).toBeGreaterThan(certified.threshold - 0.5);
    expect(extrapolated.interval?.high).toBeLessThanOrEqual(extrapolated.threshold);
  });

  it('mirrors for a rule that watches below', () => {
    const values = quietSeries(30 * 288, { seed: 8 });

    const above = suggested(question(values));
    const under = suggested(
      question(
        values.map((value) => -value),
        { direction: 'below' },
      ),
    );

    expect(under.threshold).toBe(-above.threshold);
  });

  it('lies beyond the usual value, also where a breach would never last long enough', () => {
    const toAndFro = Float64Array.from({ length: 30 }, (_, day) => (day % 2 === 0 ? 1 : 3));

    const { threshold } = suggested({
      ...question(toAndFro, { forSlots: 5 }),
      history: historyOf(toAndFro, 86_400_000),
    });

    expect(threshold).toBeGreaterThan(2);
  });

  it('is refused under 14 days, or with too few peaks', () => {
    const days = (count: number) => quietSeries(count * 288, { seed: 9 });

    expect(suggestThreshold(question(days(13)))).toEqual({ status: 'tooShort', days: 13, required: 14 });
    expect(
      suggestThreshold(
        question(
          days(14).map(() => 1),
          { perWeek: 0.25 },
        ),
      ),
    ).toEqual({ status: 'tooFewPeaks', clusters: 0, required: 15 });
  });

  it('of a share that never was anything but 0 comes from the rows behind it', () => {
    const zeros = new Float64Array(30 * 288);

    const found = suggested({ ...question(zeros), valuesAre: 'share' });

    expect(found).toMatchObject({ basis: 'certified', episodes: 0 });
    expect(found.threshold).toBeGreaterThan(0);
    expect(found.threshold).toBeLessThan(0.01);
  });

  it('of a low count comes from the Poisson tail', () => {
    const ones = new Float64Array(30 * 288).fill(1);

    expect(suggested({ ...question(ones), valuesAre: 'count' }).threshold).toBeGreaterThan(5);
  });
});
