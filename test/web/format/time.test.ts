import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatAgo,
  formatDateTime,
  formatInstant,
  formatRange,
  formatTime,
  formatZone,
  timeTicks,
} from '#web/format/time.ts';

const noon = Date.parse('2026-11-23T12:41:00Z');

function plain(text: string) {
  return text.replaceAll('\u00a0', ' ');
}

describe('an instant', () => {
  it('is shown on the 24 h clock of the zone', () => {
    expect(formatTime(noon, 'UTC')).toBe('12:41');
    expect(formatTime(noon, 'Asia/Kolkata')).toBe('18:11');
    expect(formatTime(Date.parse('2026-11-23T00:00:00Z'), 'UTC')).toBe('00:00');
    expect(plain(formatDateTime(noon, 'UTC'))).toBe('23 Nov 12:41');
  });

  it.each([
    ['2026-11-23T20:00:00Z', '12:41'],
    ['2026-11-25T20:00:00Z', '23 Nov 12:41'],
    ['2027-01-02T20:00:00Z', '23 Nov 2026 12:41'],
  ])('seen at %s is written %s', (now, text) => {
    expect(plain(formatInstant(noon, 'UTC', Date.parse(now)))).toBe(text);
  });

  it('knows what its zone is called then', () => {
    expect(formatZone('UTC', noon)).toBe('UTC');
    expect(formatZone('Europe/Berlin', noon)).toBe('CET');
    expect(formatZone('Europe/Berlin', Date.parse('2026-07-01T00:00:00Z'))).toBe('CEST');
  });
});

it('writes a range with its zone once', () => {
  const from = Date.parse('2026-11-23T08:00:00Z');

  expect(plain(formatRange(from, from + 6 * 3_600_000, 'UTC', noon))).toBe('08:00–14:00 UTC');
  expect(plain(formatRange(from, from + 24 * 3_600_000, 'UTC', noon))).toBe('08:00–24 Nov 08:00 UTC');
});

it('writes ages in at most two units', () => {
  const ages = [8_400, 100_000, 2_400_000, 4_740_000, 273_600_000, -5];

  expect(ages.map(formatAge).map(plain)).toEqual([
    '8 s',
    '1 min 40 s',
    '40 min',
    '1 h 19 m',
    '3 d 4 h',
    '0 s',
  ]);
});

it('says which way an age goes', () => {
  expect(plain(formatAgo(noon - 4_740_000, noon))).toBe('1 h 19 m ago');
  expect(plain(formatAgo(noon + 60_000, noon))).toBe('in 1 min');
  expect(formatAgo(noon, noon)).toBe('just now');
});

describe('the marks of a time axis', () => {
  function ticks(from: string, to: string, zone: string) {
    return timeTicks(Date.parse(from), Date.parse(to), zone).map((tick) => [
      new Date(tick.time).toISOString().slice(5, 16),
      plain(tick.label),
    ]);
  }

  it('stand at round times, at most five', () => {
    expect(ticks('2026-11-23T08:10:00Z', '2026-11-23T14:10:00Z', 'UTC')).toEqual([
      ['11-23T10:00', '10:00'],
      ['11-23T12:00', '12:00'],
      ['11-23T14:00', '14:00'],
    ]);
  });

  it('are round in the zone, not in UTC, and name the day at midnight', () => {
    expect(ticks('2026-11-23T12:30:00Z', '2026-11-23T21:30:00Z', 'Asia/Kolkata')).toEqual([
      ['11-23T12:30', '18:00'],
      ['11-23T14:30', '20:00'],
      ['11-23T16:30', '22:00'],
      ['11-23T18:30', '24 Nov'],
      ['11-23T20:30', '02:00'],
    ]);
  });

  it('follow the local clock over a day of 25 hours', () => {
    expect(ticks('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 'Europe/Berlin')).toEqual([
      ['10-24T22:00', '25 Oct'],
      ['10-25T05:00', '06:00'],
      ['10-25T11:00', '12:00'],
      ['10-25T17:00', '18:00'],
      ['10-25T23:00', '26 Oct'],
    ]);
  });

  it('show seconds only when they are needed', () => {
    expect(ticks('2026-11-23T12:00:00Z', '2026-11-23T12:01:00Z', 'UTC').map(([, label]) => label)).toEqual([
      '12:00:00',
      '12:00:15',
      '12:00:30',
      '12:00:45',
      '12:01:00',
    ]);
  });

  it('thin out over very long ranges', () => {
    expect(ticks('2024-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'UTC').length).toBeLessThanOrEqual(6);
  });
});
