import { describe, expect, it } from 'vitest';
import {
  createTickFormat,
  formatCount,
  formatDifference,
  formatDuration,
  formatInterval,
  formatPValue,
  formatRelative,
  formatValue,
  type Unit,
} from '#web/format/number.ts';

/** No-break spaces are asserted once, below; elsewhere plain spaces keep the tables readable. */
function plain(text: string) {
  return text.replaceAll('\u00a0', ' ');
}

describe('formatValue', () => {
  it.each<[number | null | undefined, Unit, string]>([
    [820, 'ms', '820 ms'],
    [0.4321, 'ms', '0.432 ms'],
    [999.7, 'ms', '1 s'],
    [1240, 'ms', '1.24 s'],
    [250_000, 'ms', '4 min 10 s'],
    [0.25, 's', '250 ms'],
    [3.2, 's', '3.2 s'],
    [0.71, 'share', '71 %'],
    [0.0123, 'share', '1.23 %'],
    [0.0004, 'share', '< 0.1 %'],
    [0, 'share', '0 %'],
    [0.99991, 'share', '> 99.9 %'],
    [1, 'share', '100 %'],
    [312, 'count', '312'],
    [9_123, 'count', '9.12k'],
    [999_960, 'count', '1M'],
    [3.5e9, 'count', '3.5G'],
    [9_100, 'perSecond', '9.1k/s'],
    [0, 'perSecond', '0/s'],
    [1536, 'bytes', '1.5 KiB'],
    [1023, 'bytes', '1,023 B'],
    [5 * 2 ** 30, 'bytes', '5 GiB'],
    [-23.14, 'decibel', '−23.1 dB'],
    [0.41234, 'none', '0.412'],
    [0.0000123, 'none', '1.23e−5'],
    [0, 'none', '0'],
    [Number.NaN, 'ms', '–'],
    [null, 'share', '–'],
    [undefined, 'none', '–'],
    [Number.POSITIVE_INFINITY, 'none', '∞'],
  ])('writes %s in %s as %s', (value, unit, text) => {
    expect(plain(formatValue(value, unit))).toBe(text);
  });

  it('puts a no-break space before the unit', () => {
    expect(formatValue(820, 'ms')).toBe('820\u00a0ms');
  });
});

describe('a difference', () => {
  it.each<[number | null, Unit, string]>([
    [0.004, 'share', '+0.4 pp'],
    [-0.00005, 'share', '−0.005 pp'],
    [24, 'ms', '+24 ms'],
    [-4.1, 'decibel', '−4.1 dB'],
    [0, 'none', '0'],
    [null, 'ms', '–'],
  ])('of %s in %s is written %s', (difference, unit, text) => {
    expect(plain(formatDifference(difference, unit))).toBe(text);
  });

  it('relative to another carries its sign', () => {
    expect([0.38, -0.05, Number.NaN].map(formatRelative).map(plain)).toEqual(['+38 %', '−5 %', '–']);
  });
});

it('writes both ends of an interval in one scale, with signs for a difference', () => {
  expect(formatInterval(0.016, 0.023, 'share')).toBe('[1.6, 2.3]');
  expect(formatInterval(0.0025, 0.006, 'share', 'difference')).toBe('[+0.25, +0.6]');
  expect(formatInterval(-0.012, 0.004, 'none', 'difference')).toBe('[−0.012, +0.004]');
  expect(formatInterval(800, 1240, 'ms')).toBe('[0.8, 1.24]');
  expect(formatInterval(Number.NaN, 1, 'none')).toBe('–');
});

it('writes all ticks of an axis in the scale of the largest', () => {
  expect([0, 500, 1000, 1500].map(createTickFormat('ms', 1500)).map(plain)).toEqual([
    '0',
    '0.5 s',
    '1 s',
    '1.5 s',
  ]);
  expect([0, 0.0005].map(createTickFormat('share', 0.0005)).map(plain)).toEqual(['0 %', '0.05 %']);
});

it('writes counts out', () => {
  expect([12_440, 0, -3, null].map(formatCount)).toEqual(['12,440', '0', '−3', '–']);
});

it('writes durations in two units from a minute on', () => {
  const durations = [59_970, 3_600_000, 4_740_000, 273_600_000, -500];

  expect(durations.map(formatDuration).map(plain)).toEqual([
    '1 min',
    '1 h',
    '1 h 19 min',
    '3 d 4 h',
    '−500 ms',
  ]);
});

it('bounds p values instead of writing zero', () => {
  expect([0.0002, 0.0123, 1, null].map(formatPValue).map(plain)).toEqual([
    'p < 0.001',
    'p = 0.012',
    'p > 0.999',
    'p –',
  ]);
});
