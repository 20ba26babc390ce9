import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The data that cases on real files name, wherever it lies; each column is read once. */
export interface DataFiles {
  /**
   * A column as text, row by row; of several files written "a + b" one after the other.
   *
   * @throws {Error} when a file is in none of the folders, or has no such column
   */
  column(files: string, name: string): string[];
  /** A series of a file in the form of the Turing Change Point Dataset, missing values left out. */
  series(file: string, index?: number): Float64Array;
}

/** @param folders to look in, in this order; a file may also lie there without the folder it is named with */
export function dataFilesIn(folders: string[]): DataFiles {
  const tables = new Map<string, Map<string, string[]>>();
  const columns = new Map<string, string[]>();

  function columnOf(file: string, name: string): string[] {
    const table = tables.get(file) ?? parseTable(readData(folders, file).toString('utf8'));
    tables.set(file, table);
    const column = table.get(name);
    if (!column) throw new Error(`${file} has no column ${name}`);
    return column;
  }

  return {
    column(files, name) {
      const key = `${name} of ${files}`;
      const column = columns.get(key) ?? files.split(' + ').flatMap((file) => columnOf(file, name));
      columns.set(key, column);
      return column;
    },
    series(file, index = 0) {
      const { series } = JSON.parse(readData(folders, file).toString('utf8')) as {
        series: { raw: (number | null)[] }[];
      };
      return Float64Array.from((series[index]?.raw ?? []).filter((value) => value !== null));
    },
  };
}

function readData(folders: string[], file: string): Buffer {
  const path = folders
    .flatMap((folder) => [join(folder, file), join(folder, basename(file))])
    .find((candidate) => existsSync(candidate));
  if (!path) throw new Error(`data file ${file} is not there (looked in ${folders.join(', ')})`);
  const bytes = readFileSync(path);
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

function parseTable(text: string): Map<string, string[]> {
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const rows = lines.map(cellsOf);
  return new Map(cellsOf(header).map((name, i) => [name, rows.map((row) => row[i] ?? '')]));
}

/** Of one line of CSV; quotes guard commas and are doubled inside themselves (RFC 4180, without line breaks in a cell). */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );
}
