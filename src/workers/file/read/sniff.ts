import { createCsvParser } from './csv-parser.ts';
import { parseCell } from './parse-cell.ts';

export type FileFormat = 'delimited' | 'jsonLines' | 'parquet';
export type Delimiter = ',' | ';' | '\t' | '|';

/** How a text file is written. */
export type Dialect = { delimiter: Delimiter; hasDecimalComma: boolean; hasHeader: boolean };

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];

/** What the first bytes say a file is. Advice instead of a format where it is one that cannot be read. */
export function sniffBytes(
  bytes: Uint8Array,
): { isGzip: boolean } | { isParquet: true } | { advice: string } {
  const starts = (...signature: number[]): boolean => signature.every((byte, at) => bytes[at] === byte);
  if (starts(0x1f, 0x8b)) return { isGzip: true };
  if (starts(0x50, 0x41, 0x52, 0x31)) return { isParquet: true };
  if (starts(0x50, 0x4b, 3, 4)) {
    return { advice: 'it is a ZIP archive or a spreadsheet: unpack it, or save the sheet as CSV' };
  }
  if (starts(0x41, 0x52, 0x52, 0x4f, 0x57, 0x31))
    return { advice: 'it is an Arrow file: save it as Parquet' };
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return { advice: 'it is compressed with zstd: unpack it, or use gzip' };
  return { isGzip: false };
}

/** The encoding of text by its byte order mark; without one UTF-8, or Windows-1252 where it cannot be that. */
export function sniffEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const whole = bytes.length > 4 ? bytes.subarray(0, lastWholeCharacter(bytes)) : bytes;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(whole);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Lines of JSON objects start with a brace; a list is one JSON document, not lines. */
export function sniffText(start: string): 'delimited' | 'jsonLines' | 'jsonList' {
  const first = start.trimStart()[0];
  if (first === '{') return 'jsonLines';
  return first === '[' && /^\s*\[\s*[{\]]/.test(start) ? 'jsonList' : 'delimited';
}

/**
 * The delimiter that cuts most of the first rows into the same number of cells, more than one; the decimal mark that
 * its numbers have; and whether the first row holds names: nothing but distinct texts.
 */
export function sniffDialect(start: string, isWhole: boolean): Dialect {
  const guesses = delimiters.map((delimiter) => {
    const rows = firstRows(start, delimiter, isWhole);
    const widths = rows.map((row) => row.length);
    const width = mostFrequent(widths);
    const share = widths.filter((each) => each === width).length / Math.max(1, widths.length);
    return { delimiter, rows, score: width > 1 ? share * share * Math.log2(width + 1) : 0 };
  });
  const { delimiter, rows } = guesses.reduce((best, guess) => (guess.score > best.score ? guess : best));
  return {
    delimiter,
    hasDecimalComma: delimiter !== ',' && prefersComma(rows.slice(1)),
    hasHeader: isHeader(rows),
  };
}

const rowsLookedAt = 100;

function firstRows(start: string, delimiter: Delimiter, isWhole: boolean): string[][] {
  const rows: string[][] = [];
  const parser = createCsvParser(delimiter, (cells) => rows.push(cells));
  parser.write(start);
  if (isWhole) parser.end();
  return rows.slice(0, rowsLookedAt);
}

function mostFrequent(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0];
}

function prefersComma(rows: readonly string[][]): boolean {
  const cells = rows.flat();
  const withComma = cells.filter((cell) => /^\s*-?\d+,\d+\s*$/.test(cell)).length;
  const withPoint = cells.filter((cell) => /^\s*-?\d+\.\d+\s*$/.test(cell)).length;
  return withComma > withPoint;
}

function isHeader([first]: readonly string[][]): boolean {
  return (first ?? []).filter((cell) => cell.trim() !== '').every(isName);
}

/** A number or a date is no name. */
function isName(cell: string): boolean {
  return typeof parseCell(cell, false) === 'string' && !/^\s*\d{1,4}[-/.]\d/.test(cell);
}

/** A cut piece of UTF-8 may end within a character, which is no fault. */
function lastWholeCharacter(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end -= 1;
  return ((bytes[end - 1] as number) & 0x80) === 0 ? end : Math.max(0, end - 1);
}
