import { describe, expect, it } from 'vitest';
import { partOfSeason, seasonOf, seasonsWithin } from '#stats/budget/season.ts';
import { multinomial } from '#stats/multinomial.ts';
import { mulberry32 } from '#stats/random.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const mondayMs = Date.parse('2026-11-23T00:00:00Z');
const hourOfDay = { periodMs: dayMs, partMs: hourMs };
const hourOfWeek = { periodMs: 7 * dayMs, partMs: hourMs };
const quarterOfDay = { periodMs: dayMs, partMs: 6 * hourMs };
const quarterOfWeek = { periodMs: 7 * dayMs, partMs: 6 * hourMs };

describe('the seasons of a log', () => {
  it.each([
    ['two weeks of hours', 14 * dayMs, hourMs, [hourOfWeek, quarterOfWeek, hourOfDay, quarterOfDay]],
    ['ten minutes, a day short of two weeks', 13 * dayMs, hourMs / 6, [hourOfDay, quarterOfDay]],
    ['a day and a half', 1.5 * dayMs, hourMs, []],
    ['three weeks of days', 21 * dayMs, dayMs, [{ periodMs: 7 * dayMs, partMs: dayMs }]],
    ['a year of weeks', 364 * dayMs, 7 * dayMs, []],
  ])('are told by %s', (_, spanMs, stepMs, seasons) => {
    expect(seasonsWithin(spanMs, stepMs)).toEqual(seasons);
  });

  it.each([
    ['2026-11-23T00:30:00Z', 0, 0, 0],
    ['2026-11-29T23:00:00Z', 167, 27, 23],
    ['1969-12-31T23:00:00Z', 71, 11, 23], // a Wednesday, before the epoch
  ])('begin on Monday: %s', (time, inWeek, inQuarters, inDay) => {
    const parts = [hourOfWeek, quarterOfWeek, hourOfDay].map((season) =>
      partOfSeason(season, Date.parse(time)),
    );

    expect(parts).toEqual([inWeek, inQuarters, inDay]);
  });
});

describe('the season of a metric', () => {
  /** Two bins, `share` of 60 rows in the second one at each hour. */
  function slotsOf(days: number, seed: number, share: (hour: number) => number) {
    const draw = mulberry32(seed);
    const startsMs = Float64Array.from({ length: 24 * days }, (_, hour) => mondayMs + hour * hourMs);
    const windows = Array.from(startsMs, (_, hour) => {
      const counts = new Float64Array(2);
      multinomial(draw, 60, Float64Array.of(1 - share(hour), share(hour)), counts);
      return counts;
    });
    return { windows, startsMs, candidates: seasonsWithin(days * dayMs, hourMs) };
  }
  const wave = (hour: number) => 0.5 + 0.3 * Math.sin((2 * Math.PI * hour) / 24);

  it.each([
    ['none, where nothing repeats', 14, () => 0.4, undefined],
    [
      'none, where a level wanders on and does not come back',
      14,
      (hour: number) => 0.2 + hour / 700,
      undefined,
    ],
    ['the hour of the day, in a daily wave', 14, wave, hourOfDay],
    ['the hour of the day, where it is only twice as long', 2, wave, hourOfDay],
    [
      'the hour of the week, where the weekend has none of the wave',
      28,
      (hour: number) => (hour % 168 < 120 ? wave(hour) : 0.5),
      hourOfWeek,
    ],
    [
      'the quarter of the day, where hours differ less than chance',
      7,
      (hour: number) => (hour % 24 < 6 ? 0.55 : 0.35),
      quarterOfDay,
    ],
  ])('is %s', (_, days, share, expected) => {
    for (const seed of [1, 2, 3]) {
      const { windows, startsMs, candidates } = slotsOf(days, seed, share);

      expect(seasonOf(windows, startsMs, candidates)).toEqual(expected);
    }
  });

  it('is that of as many windows as starts', () => {
    expect(() => seasonOf([Float64Array.of(1, 2)], [0, 1], [])).toThrow(RangeError);
    expect(() => seasonOf([Float64Array.of(1, 2), Float64Array.of(1)], [0, 1], [])).toThrow(RangeError);
  });
});
