import { createCsvParser } from './csv-parser.ts';
import type { Dialect } from './sniff.ts';
import type { RowSink } from './table.ts';

/** Reads delimited text; rows that are too short or too long are rejected, unless only empty cells are too many. */
export async function readDelimited(
  chunks: AsyncIterable<string>,
  { delimiter, hasHeader }: Dialect,
  sink: RowSink,
): Promise<void> {
  let header: string[] | undefined;
  let width = 0;

  const name = (first: readonly string[]): void => {
    const isRowNamed = header !== undefined && first.length === header.length + 1 && first.at(-1) !== '';
    const given = isRowNamed ? ['', ...(header ?? [])] : (header ?? first.map(() => ''));
    width = given.length;
    sink.columns(columnNames(given));
  };
  const parser = createCsvParser(delimiter, (cells, line) => {
    if (!header && hasHeader && width === 0) {
      header = cells;
      return;
    }
    if (width === 0) name(cells);
    if (fits(cells, width)) sink.row(cells, line);
    else sink.reject({ line, reason: `${cells.length} cells instead of ${width}` });
  });
  for await (const chunk of chunks) {
    parser.write(chunk);
    await sink.settle();
  }
  parser.end();
  if (width === 0 && header) name(header);
}

/** Names as they are given; one that is missing or comes again gets a number. */
export function columnNames(given: readonly string[]): string[] {
  const used = new Set<string>();
  return given.map((text, at) => {
    const wanted = text.trim() || (at === 0 && given.length > 1 ? 'row' : `column ${at + 1}`);
    let name = wanted;
    for (let copy = 2; used.has(name); copy++) name = `${wanted} (${copy})`;
    used.add(name);
    return name;
  });
}

function fits(cells: readonly string[], width: number): boolean {
  return cells.length === width || (cells.length > width && cells.slice(width).every((cell) => cell === ''));
}
