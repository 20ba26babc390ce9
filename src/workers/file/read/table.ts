import { type Column, type ColumnBuilder, createColumnBuilder } from './column.ts';
import { type Cell, parseCell, type ParsedCell } from './parse-cell.ts';
import { isIdName } from './id-name.ts';

/** A row that could not be used, or a remark on the whole file (line 0). */
export type RowProblem = { line: number; reason: string };

/** What was read of a file: all of its rows, or a sample of them that is the same each time. */
export interface Table {
  /** Rows of the file, those left out not counted. */
  readonly rows: number;
  /** Rows in the columns. */
  readonly kept: number;
  readonly columns: readonly Column[];
  /** Number of each kept row within the file, from 0, ascending. */
  readonly rowNumbers: Float64Array;
  readonly lines: Uint32Array;
  /** Rows left out, the first of them by line. */
  readonly rejected: { count: number; first: readonly RowProblem[] };
}

/** What a reader hands its rows to. */
export interface RowSink {
  /** Names by position; may come again, longer, when new columns turn up. */
  columns(names: readonly string[]): void;
  row(cells: readonly Cell[], line: number): void;
  reject(problem: RowProblem): void;
  /** To be awaited between pieces of the file. */
  settle(): Promise<void>;
}

export interface TableBuilder extends Omit<RowSink, 'settle'> {
  rows(): number;
  finish(): Table;
}

/** Cells kept of one file at most: with 8 bytes each about 100 MB. */
const mostCells = 12_000_000;
const mostRows = 400_000;
const leastRows = 20_000;
const problemsShown = 20;
/** No hash is as large. */
const all = 2 ** 32;

/** Rows kept at most of a file with so many columns. */
export function rowBound(columns: number): number {
  return Math.min(mostRows, Math.max(leastRows, Math.floor(mostCells / Math.max(1, columns))));
}

/**
 * Collects rows into columns. Above the bound it keeps those whose hash lies below a limit that is halved whenever
 * there are too many: between half of the bound and the bound, each row with the same chance. The hash is of the row's
 * identifier where a column has one (so that files of the same requests keep the same rows), else of its number.
 */
export function createTableBuilder(
  { hasDecimalComma }: { hasDecimalComma: boolean },
  boundOf: (columns: number) => number = rowBound,
): TableBuilder {
  const builders: ColumnBuilder[] = [];
  let names: readonly string[] = [];
  let capacity = 1024;
  let rowNumbers = new Float64Array(capacity);
  let lines = new Uint32Array(capacity);
  let hashes = new Uint32Array(capacity);
  let rows = 0;
  let kept = 0;
  let bound = boundOf(0);
  let limit = all;
  let keyColumn = -1;
  let parsed: ParsedCell[] = [];
  const rejected: { count: number; first: RowProblem[] } = { count: 0, first: [] };

  function grow(): void {
    capacity = Math.max(capacity + 1, Math.min(capacity * 2, bound + 1));
    rowNumbers = enlarged(rowNumbers, new Float64Array(capacity));
    lines = enlarged(lines, new Uint32Array(capacity));
    hashes = enlarged(hashes, new Uint32Array(capacity));
    for (const builder of builders) builder.grow(capacity);
  }

  function thin(): void {
    if (limit === all) {
      keyColumn = names.findIndex(
        (name, at) => isIdName(name) && isUnique(builders[at] as ColumnBuilder, kept),
      );
      for (let at = 0; at < kept; at++) {
        hashes[at] = hashOf(
          keyColumn < 0 ? undefined : builders[keyColumn]?.at(at),
          rowNumbers[at] as number,
        );
      }
    }
    while (kept > bound) {
      limit /= 2;
      const chosen = new Uint32Array(kept);
      let count = 0;
      for (let at = 0; at < kept; at++) if ((hashes[at] as number) < limit) chosen[count++] = at;
      const keep = chosen.subarray(0, count);
      for (let to = 0; to < count; to++) {
        const from = keep[to] as number;
        rowNumbers[to] = rowNumbers[from] as number;
        lines[to] = lines[from] as number;
        hashes[to] = hashes[from] as number;
      }
      for (const builder of builders) builder.keep(keep);
      kept = count;
    }
  }

  return {
    columns(next) {
      names = next;
      for (const name of next.slice(builders.length))
        builders.push(createColumnBuilder(name, capacity, rows));
      bound = boundOf(next.length);
    },
    row(cells, line) {
      if (parsed.length !== builders.length) parsed = Array.from({ length: builders.length });
      for (let at = 0; at < builders.length; at++) {
        const value = parseCell(cells[at], hasDecimalComma);
        parsed[at] = value;
        (builders[at] as ColumnBuilder).count(value, line);
      }
      const row = rows++;
      const hash = limit < all ? hashOf(keyColumn < 0 ? undefined : parsed[keyColumn], row) : 0;
      if (hash >= limit) return;
      if (kept >= capacity) grow();
      rowNumbers[kept] = row;
      lines[kept] = line;
      hashes[kept] = hash;
      for (let at = 0; at < builders.length; at++) (builders[at] as ColumnBuilder).put(kept, parsed[at]);
      kept += 1;
      if (kept > bound) thin();
    },
    reject(problem) {
      rejected.count += 1;
      if (rejected.first.length < problemsShown) rejected.first.push(problem);
    },
    rows: () => rows,
    finish: () => ({
      rows,
      kept,
      columns: builders.map((builder) => builder.finish(kept)),
      rowNumbers: rowNumbers.slice(0, kept),
      lines: lines.slice(0, kept),
      rejected,
    }),
  };
}

function enlarged<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function isUnique(builder: ColumnBuilder, rows: number): boolean {
  const seen = new Set<ParsedCell>();
  for (let row = 0; row < rows; row++) seen.add(builder.at(row));
  return seen.size === rows;
}

/** FNV-1a of the identifier's text, else the row's number, mixed as at the end of MurmurHash3. */
function hashOf(key: ParsedCell, row: number): number {
  let hash = row >>> 0;
  if (key !== undefined) {
    const text = String(key);
    hash = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
