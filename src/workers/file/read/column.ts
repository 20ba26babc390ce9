import type { ParsedCell } from './parse-cell.ts';

/** Where the problems of a file are, the first of them by line. */
export type CellProblem = { line: number; text: string };

/** The kept rows of one column, and what was counted over all rows. */
export interface Column {
  readonly name: string;
  /** NaN where a row has no number; undefined when no row has one. */
  readonly values: Float64Array | undefined;
  /** 1 + position in `texts`, 0 where a row has no text; undefined when no row has one. */
  readonly codes: Uint32Array | undefined;
  readonly texts: readonly string[];
  /** Over all rows of the file. */
  readonly counts: { missing: number; numbers: number; texts: number };
  /** The first values, as they are written. */
  readonly first: readonly string[];
  /** The first texts: where they are among numbers, they are problems. */
  readonly firstTexts: readonly CellProblem[];
}

export interface ColumnBuilder {
  count(value: ParsedCell, line: number): void;
  put(row: number, value: ParsedCell): void;
  grow(capacity: number): void;
  /** Keeps the rows of these ascending positions only. */
  keep(rows: Uint32Array): void;
  finish(rows: number): Column;
  at(row: number): ParsedCell;
}

const shown = 3;
const problemsShown = 5;

/** A column of unknown type: its arrays for numbers and for texts come into being with the first of each. */
export function createColumnBuilder(
  name: string,
  initialCapacity: number,
  absentRows: number,
): ColumnBuilder {
  let capacity = initialCapacity;
  let values: Float64Array | undefined;
  let codes: Uint32Array | undefined;
  let texts: string[] = [];
  let codeOf = new Map<string, number>();
  const counts = { missing: absentRows, numbers: 0, texts: 0 };
  const first: string[] = [];
  const firstTexts: CellProblem[] = [];

  function intern(text: string): number {
    const known = codeOf.get(text);
    if (known !== undefined) return known;
    // V8 makes a slice of 13 characters or more a view of the chunk, which it keeps alive; this is a copy.
    const own = text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string);
    const code = texts.push(own);
    codeOf.set(own, code);
    return code;
  }

  /** Texts of rows that are not kept: of an identifier they would grow with the file. */
  function forgetUnusedTexts(used: Uint32Array): void {
    const all = texts;
    texts = [];
    codeOf = new Map();
    for (const [at, code] of used.entries()) if (code > 0) used[at] = intern(all[code - 1] as string);
  }

  return {
    count(value, line) {
      if (value === undefined) {
        counts.missing += 1;
        return;
      }
      if (first.length < shown) first.push(shorten(String(value)));
      if (typeof value === 'number') {
        counts.numbers += 1;
        return;
      }
      counts.texts += 1;
      if (firstTexts.length < problemsShown) firstTexts.push({ line, text: shorten(value) });
    },
    put(row, value) {
      if (typeof value === 'number') {
        values ??= new Float64Array(capacity).fill(Number.NaN);
        values[row] = value;
        return;
      }
      if (values) values[row] = Number.NaN;
      if (value === undefined) {
        if (codes) codes[row] = 0;
        return;
      }
      codes ??= new Uint32Array(capacity);
      codes[row] = intern(value);
    },
    grow(wanted) {
      capacity = wanted;
      if (values) {
        const grown = new Float64Array(wanted).fill(Number.NaN);
        grown.set(values);
        values = grown;
      }
      if (codes) {
        const grown = new Uint32Array(wanted);
        grown.set(codes);
        codes = grown;
      }
    },
    keep(rows) {
      values = values && compacted(values, rows, Number.NaN);
      codes = codes && compacted(codes, rows, 0);
      if (codes && texts.length > rows.length) forgetUnusedTexts(codes.subarray(0, rows.length));
    },
    at(row) {
      const code = codes?.[row] ?? 0;
      if (code > 0) return texts[code - 1];
      const value = values?.[row] ?? Number.NaN;
      return Number.isNaN(value) ? undefined : value;
    },
    finish: (rows) => ({
      name,
      values: values?.slice(0, rows),
      codes: codes?.slice(0, rows),
      texts,
      counts,
      first,
      firstTexts,
    }),
  };
}

/** In place, the rest filled as new. */
function compacted<T extends Float64Array | Uint32Array>(array: T, rows: Uint32Array, empty: number): T {
  for (let to = 0; to < rows.length; to++) array[to] = array[rows[to] as number] as number;
  array.fill(empty, rows.length);
  return array;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
