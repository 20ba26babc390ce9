import { describe, expect, it } from 'vitest';
import { numberClock, parseTime, timeOfNumber } from '#workers/file/plan/parse-time.ts';
import { createWallClock } from '#workers/file/plan/wall-clock.ts';
import { parseCell } from '#workers/file/read/parse-cell.ts';
import { sniffDialect, sniffEncoding } from '#workers/file/read/sniff.ts';

describe('a cell', () => {
  it.each([
    ['1', 1],
    ['1.0', 1],
    [1, 1],
    [' 2.50 ', 2.5],
    ['-1e-3', -0.001],
    ['.5', 0.5],
    ['inf', Number.POSITIVE_INFINITY],
    ['', undefined],
    ['NA', undefined],
    ['NaN', undefined],
    [null, undefined],
    ['1,5', '1,5'],
    ['0x10', '0x10'],
    ['1 2', '1 2'],
    ['12345678901234567', '12345678901234567'],
    [true, 'true'],
    ['Naples', 'Naples'],
  ])('%j is %j', (cell, value) => {
    expect(parseCell(cell, false)).toBe(value);
  });

  it('may have a decimal comma', () => {
    expect(['1,5', '-0,25', '1.5'].map((cell) => parseCell(cell, true))).toEqual([1.5, -0.25, '1.5']);
  });
});

describe('a time', () => {
  const instant = '2026-03-04T05:06:07.000Z';

  it.each([
    ['2026-03-04T05:06:07Z', 'monthFirst', instant],
    ['2026-03-04 05:06:07', 'monthFirst', instant],
    ['2026-03-04T06:06:07+01:00', 'monthFirst', instant],
    ['2026/3/4 5:06:07', 'monthFirst', instant],
    ['3/4/2026 05:06:07', 'monthFirst', instant],
    ['4/3/2026 05:06:07', 'dayFirst', instant],
    ['04.03.2026 05:06:07', 'dayFirst', instant],
    ['3/4/2026 5:06:07 AM', 'monthFirst', instant],
    ['4 Mar 2026 05:06:07', 'monthFirst', instant],
    ['Mar 4, 2026, 05:06:07', 'monthFirst', instant],
    ['20260304T050607Z', 'monthFirst', instant],
    ['2026-03-04', 'monthFirst', '2026-03-04T00:00:00.000Z'],
    ['2026-03-04 05:06:07.125', 'monthFirst', '2026-03-04T05:06:07.125Z'],
  ] as const)('is read from %s', (text, order, expected) => {
    expect(new Date(parseTime(text, order)?.ms ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each(['', 'n/a', '2026-13-04', '2026-02-30', '12', 'May', '10:30'])('is not %j', (text) => {
    expect(parseTime(text, 'monthFirst')).toBeUndefined();
  });

  it.each([
    [1_772_600_767, 'seconds'],
    [1_772_600_767_000, 'milliseconds'],
    [1_772_600_767_000_000, 'microseconds'],
  ] as const)('is counted in %d %s', (value, clock) => {
    expect(numberClock(value)).toBe(clock);
    expect(new Date(timeOfNumber(value, clock)).toISOString()).toBe(instant);
  });

  it('is what the clocks of a zone show', () => {
    const berlin = createWallClock('Europe/Berlin');

    expect(new Date(berlin(Date.UTC(2026, 0, 10, 12))).toISOString()).toBe('2026-01-10T11:00:00.000Z');
    expect(new Date(berlin(Date.UTC(2026, 6, 10, 12))).toISOString()).toBe('2026-07-10T10:00:00.000Z');
  });
});

describe('the way a file is written', () => {
  it.each([
    ['a,b\n1,2\n', ',', false, true],
    ['a;b\n1,5;2\n2,5;3\n', ';', true, true],
    ['a\tb\n1\t2\n', '\t', false, true],
    ['a|b\n1|2\n', '|', false, true],
    ['1,2\n3,4\n', ',', false, false],
    ['2026-01-01\n2026-01-02\n', ',', false, false],
    ['note,x\n"a;b;c",1\n"d;e;f",2\n', ',', false, true],
  ])('%j', (text, delimiter, hasDecimalComma, hasHeader) => {
    expect(sniffDialect(text, true)).toEqual({ delimiter, hasDecimalComma, hasHeader });
  });

  it('is UTF-8 unless its marks or bytes say otherwise', () => {
    const encoded = new TextEncoder().encode('größe 🎉');

    expect(sniffEncoding(encoded)).toBe('utf-8');
    expect(sniffEncoding(encoded.subarray(0, -1))).toBe('utf-8');
    expect(sniffEncoding(Uint8Array.of(0xff, 0xfe, 97, 0))).toBe('utf-16le');
    expect(sniffEncoding(Uint8Array.of(0x67, 0x72, 0xf6, 0xdf, 0x65))).toBe('windows-1252');
  });
});
