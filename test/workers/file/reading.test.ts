import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createBreath } from '#workers/breath.ts';
import { readTable } from '#workers/file/read/read-table.ts';
import { createTableBuilder, rowBound } from '#workers/file/read/table.ts';
import { fileTask, quietly } from './file-task.ts';

const people = 'name,age\nAda,36\nGrace,85\n';

describe('a file that was read', () => {
  it.each([
    ['UTF-8 with a byte order mark', `\ufeff${people}`],
    ['UTF-16, little end first', utf16(people, true)],
    ['UTF-16, big end first', utf16(people, false)],
    ['gzip', gzipSync(people)],
    ['semicolons', people.replaceAll(',', ';')],
    ['tabs', people.replaceAll(',', '\t')],
    ['JSON lines', '{"name":"Ada","age":36}\n\n{"name":"Grace","age":"85"}'],
  ])('says the same from %s', async (_, content) => {
    const { table } = await readTable(new File([content], 'people'), {}, quietly());

    expect(table.columns.map(({ name }) => name)).toEqual(['name', 'age']);
    expect(table.columns.map(({ first }) => first)).toEqual([
      ['Ada', 'Grace'],
      ['36', '85'],
    ]);
  });

  it('takes Windows-1252 for what is no UTF-8', async () => {
    const { table } = await readTable(
      new File([Uint8Array.from(Buffer.from('größe\nklein', 'latin1'))], 'a.csv'),
      {},
      quietly(),
    );

    expect(table.columns[0]?.name).toBe('größe');
  });

  it.each(['brotli', 'gzip', 'lz4', 'none', 'snappy', 'zstd'])(
    'may be Parquet, compressed with %s',
    async (codec) => {
      const bytes = readFileSync(new URL(`./parquet/rows-${codec}.parquet`, import.meta.url));

      const { table } = await readTable(new File([bytes], 'rows.parquet'), {}, quietly());

      expect(table.rows).toBe(50);
      expect(table.columns.map(({ name, counts, first }) => [name, counts.missing, first[1]])).toEqual([
        ['request_id', 0, '1'],
        ['time', 0, '2026-01-01T00:01:00.000Z'],
        ['snr', 5, '0.5'],
        ['device', 0, 'desk'],
        ['ok', 0, '1'],
      ]);
    },
  );

  it('lists the rows that are too short or too long by their lines, and keeps the others', async () => {
    const read = await fileTask().reads('ragged.csv', 'a,b\n1,2\n3\n4,5,6\n7,8,\n9,10\n');

    expect(read).toMatchObject({
      rows: 3,
      rejected: {
        count: 2,
        first: [
          { line: 3, reason: '1 cells instead of 2' },
          { line: 4, reason: '3 cells instead of 2' },
        ],
      },
    });
  });

  it('names columns that have no name or share one', async () => {
    const { table } = await readTable(new File([',a,a,\n0,1,2,3\n'], 'a.csv'), {}, quietly());
    const unnamed = await readTable(new File(['1,2\n3,4\n'], 'a.csv'), {}, quietly());
    const indexed = await readTable(new File(['a,b\nx,1,2\ny,3,4\n'], 'a.csv'), {}, quietly());

    expect(table.columns.map(({ name }) => name)).toEqual(['row', 'a', 'a (2)', 'column 4']);
    expect(unnamed.table.columns.map(({ name }) => name)).toEqual(['row', 'column 2']);
    expect(indexed.table.columns.map(({ name }) => name)).toEqual(['row', 'a', 'b']);
  });

  it('has the columns of nested JSON, and counts absent keys as missing', async () => {
    const lines = '{"a":{"b":1}}\n{"a":{"b":2,"c":[1]}}\nnot json\n{"a":{"c":null}}\n';

    const { table } = await readTable(new File([lines], 'a.jsonl'), {}, quietly());

    expect(table.columns.map(({ name, counts }) => [name, counts.missing])).toEqual([
      ['a.b', 1],
      ['a.c', 2],
    ]);
    expect(table.rejected.first).toEqual([{ line: 3, reason: 'no JSON object' }]);
  });

  it.each([
    ['nothing in it', '', 'it is empty'],
    ['only a header', 'a,b\n', 'it has a header and no rows'],
    ['a JSON list', '[{"a":1}]', 'it is one JSON list'],
    ['a spreadsheet', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0), 'a spreadsheet: unpack it'],
    ['bytes of no kind', Uint8Array.of(0, 1, 2, 3, 0, 0, 0, 0), 'it is not a text'],
  ])('is refused with advice when there is %s', async (_, content, advice) => {
    await expect(fileTask().reads('odd', content)).rejects.toThrow(advice);
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const rows = `a,b\n${'1,2\n'.repeat(2_000_000)}`;

    const reading = readTable(
      new File([rows], 'a.csv'),
      {},
      {
        signal: controller.signal,
        onProgress: () => controller.abort(),
        breathe: createBreath(controller.signal, () => Promise.resolve()),
      },
    );

    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a table above its bound', () => {
  it('keeps between half of the bound and the bound, evenly and the same each time', () => {
    const once = sampled(100_000, 1_000, (row) => [row]);
    const again = sampled(100_000, 1_000, (row) => [row]);

    expect(once.rows).toBe(100_000);
    expect(once.kept).toBeGreaterThan(500);
    expect(once.kept).toBeLessThanOrEqual(1_000);
    expect(once.rowNumbers).toEqual(again.rowNumbers);
    expect([...once.rowNumbers]).toEqual([...(once.columns[0]?.values ?? [])]);
    const mean = once.rowNumbers.reduce((sum, row) => sum + row, 0) / once.kept;
    expect(Math.abs(mean - 50_000)).toBeLessThan((4 * 28_868) / Math.sqrt(once.kept));
  });

  it('keeps the rows of the same identifiers in two files, whatever their order', () => {
    const forwards = sampled(20_000, 1_000, (row) => [`r${row}`, row]);
    const backwards = sampled(20_000, 1_000, (row) => [`r${19_999 - row}`, row]);
    const ids = (table: typeof forwards) =>
      new Set([...(table.columns[0]?.codes ?? [])].map((code) => table.columns[0]?.texts[code - 1]));

    expect(ids(forwards)).toEqual(ids(backwards));
  });

  it('holds no texts of rows that it does not keep', () => {
    const table = sampled(50_000, 1_000, (row) => [`identifier ${row}`, row]);
    const { codes, texts } = table.columns[0] ?? { codes: undefined, texts: [] };

    expect(texts.length).toBeLessThanOrEqual(2_000);
    expect([...(codes ?? [])].map((code) => texts[code - 1])).toEqual(
      [...table.rowNumbers].map((row) => `identifier ${row}`),
    );
  });

  it('counts missing values over all rows', () => {
    const table = sampled(10_000, 100, (row) => [row, row % 4 === 0 ? undefined : row]);

    expect(table.columns[1]?.counts).toEqual({ missing: 2_500, numbers: 7_500, texts: 0 });
  });

  it('is bounded by its cells', () => {
    expect([10, 100, 300, 2_000].map(rowBound)).toEqual([400_000, 120_000, 40_000, 20_000]);
  });
});

function sampled(rows: number, bound: number, cells: (row: number) => (string | number | undefined)[]) {
  const builder = createTableBuilder({ hasDecimalComma: false }, () => bound);
  builder.columns(['id', 'value'].slice(0, cells(0).length));
  for (let row = 0; row < rows; row++) builder.row(cells(row), row + 2);
  return builder.finish();
}

function utf16(text: string, isLittle: boolean): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return Uint8Array.from(isLittle ? bytes : bytes.swap16());
}
