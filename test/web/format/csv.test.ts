import { describe, expect, it } from 'vitest';
import { toCsv } from '#web/format/csv.ts';

describe('a CSV', () => {
  it('has a header and a line a row, ended by CRLF', () => {
    expect(toCsv(['time', 'p95'], [['2026-11-23T08:00Z', 181.5]])).toBe(
      'time,p95\r\n2026-11-23T08:00Z,181.5\r\n',
    );
  });

  it('leaves missing values empty and keeps zero and negative numbers', () => {
    expect(toCsv(['a'], [[null, undefined, Number.NaN, 0, -1.5, false]])).toBe('a\r\n,,,0,-1.5,false\r\n');
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "yes"', '"say ""yes"""'],
    ['two\nlines', '"two\nlines"'],
    [' blank ', '" blank "'],
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-x', "'-x"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
  ])('writes %j so that no spreadsheet runs or breaks it', (text, written) => {
    expect(toCsv(['x'], [[text]])).toBe(`x\r\n${written}\r\n`);
  });
});
