import { describe, expect, it } from 'vitest';
import { mulberry32, below } from '#stats/random.ts';
import { createCsvParser } from '#workers/file/read/csv-parser.ts';

describe('the CSV parser', () => {
  it.each([
    [
      'rows that end in LF',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'rows that end in CRLF, the last without an end',
      'a,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'rows that end in CR',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['quotes around delimiters and newlines', '"a,1","b\nc"\n', [['a,1', 'b\nc']]],
    ['doubled quotes', '"say ""no""",2\n', [['say "no"', '2']]],
    ['what follows a closing quote', '"a"b,c\n', [['ab', 'c']]],
    ['a quote within a field', 'a"b,c\n', [['a"b', 'c']]],
    [
      'empty cells, the last one too',
      'a,,\n,b,',
      [
        ['a', '', ''],
        ['', 'b', ''],
      ],
    ],
    ['blank lines, which are left out', 'a\n\n\nb\n', [['a'], ['b']]],
    ['a quote that is never closed', 'a,"b\nc', [['a', '"b\nc']]],
    ['nothing', '', []],
  ])('reads %s', (_, text, rows) => {
    expect(parse([text])).toEqual(rows);
  });

  it('reads the same wherever the text is cut', () => {
    const text = 'id,note\r\n1,"a ""quoted"", two-line\r\nnote"\r\n2,\r\n"3","é🎉"\r\n';
    const whole = parse([text]);
    const draw = mulberry32(1);

    for (let run = 0; run < 200; run++) {
      const cuts = [below(draw, text.length), below(draw, text.length), below(draw, text.length)].sort(
        (a, b) => a - b,
      );
      const [first = 0, second = 0, third = 0] = cuts;
      const pieces = [
        text.slice(0, first),
        text.slice(first, second),
        text.slice(second, third),
        text.slice(third),
      ];
      expect({ pieces, rows: parse(pieces) }).toEqual({ pieces, rows: whole });
    }
  });

  it('tells the line on which a row starts', () => {
    const lines: number[] = [];
    const parser = createCsvParser(',', (_, line) => lines.push(line));

    parser.write('a,b\n"1\n1",2\n\n3,4\n');
    parser.end();

    expect(lines).toEqual([1, 2, 5]);
  });

  it('gives up on a field that grows beyond 4 MiB', () => {
    const parser = createCsvParser(',', () => undefined);

    expect(() => parser.write(`a,"${'x'.repeat(5 * 1024 * 1024)}`)).toThrow(
      'line 1: a field is longer than 4 MiB',
    );
  });
});

function parse(pieces: readonly string[]): string[][] {
  const rows: string[][] = [];
  const parser = createCsvParser(',', (cells) => rows.push(cells));
  for (const piece of pieces) parser.write(piece);
  parser.end();
  return rows;
}
