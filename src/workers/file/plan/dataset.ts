import type { Column } from '../read/column.ts';
import type { Table } from '../read/table.ts';
import type { NamedTable } from './facts.ts';
import { columnsOf, type Plan } from './plan.ts';
import { readTimes } from './time-column.ts';

/** Kept rows of one table that belong to one side, and where targets hold the labels of these rows. */
type Part = {
  table: Table;
  /** Positions of the rows. */
  rows: Uint32Array;
  /** Position in the targets of each row, −1 where there is none. */
  targets: { table: Table; at: Int32Array } | undefined;
};

/** The rows of the reference or of the current sample. */
export type Side = {
  parts: readonly Part[];
  /** Kept rows, and rows of the files that they stand for. */
  kept: number;
  rows: number;
};

export type Dataset = { reference: Side; current: Side };

/** The rows of all tables, cut into two sides and joined with their labels, as the plan says. */
export function assemble(plan: Plan, named: readonly NamedTable[]): Dataset {
  const sideOf = new Map(plan.tables.map(({ id, side }) => [id, side]));
  const targets = named.filter(({ id }) => sideOf.get(id) === 'targets').map(({ table }) => table);
  const reference: Part[] = [];
  const current: Part[] = [];
  let referenceRows = 0;
  let currentRows = 0;
  for (const { id, table } of named) {
    const side = sideOf.get(id);
    if (side === undefined || side === 'targets') continue;
    const inReference =
      side === 'both'
        ? splitRows(plan, table)
        : new Uint8Array(table.kept).fill(side === 'reference' ? 1 : 0);
    const first = partOf(table, inReference, 1);
    const second = partOf(table, inReference, 0);
    const share = table.kept === 0 ? 0 : table.rows / table.kept;
    referenceRows += Math.round(first.length * share);
    currentRows += Math.round(second.length * share);
    reference.push({ table, rows: first, targets: undefined });
    current.push({ table, rows: second, targets: undefined });
  }
  const join = (parts: Part[]): Part[] =>
    parts.filter(({ rows }) => rows.length > 0).map((part) => withTargets(plan, part, targets));
  return {
    reference: sideFrom(join(reference), referenceRows),
    current: sideFrom(join(current), currentRows),
  };
}

/** NaN where a row has no number in the column. */
export function numbersOf({ parts, kept }: Side, name: string): Float64Array {
  const numbers = new Float64Array(kept).fill(Number.NaN);
  let offset = 0;
  for (const part of parts) {
    const found = locate(part, name);
    for (let i = 0; i < part.rows.length; i++) {
      const row = found ? found.at(i) : -1;
      if (row >= 0) numbers[offset + i] = found?.column.values?.[row] ?? Number.NaN;
    }
    offset += part.rows.length;
  }
  return numbers;
}

/** Categories by code, shared by both sides; numbers are categories by their shortest text. */
export type Categories = { names: string[]; codeOf: Map<string, number> };

export function noCategories(): Categories {
  return { names: [], codeOf: new Map() };
}

/** The code of each row's category, −1 where it has none. New categories are added. */
export function codesOf({ parts, kept }: Side, name: string, categories: Categories): Int32Array {
  const codes = new Int32Array(kept).fill(-1);
  let offset = 0;
  const codeOf = (text: string): number => {
    let code = categories.codeOf.get(text);
    if (code === undefined) {
      code = categories.names.push(text) - 1;
      categories.codeOf.set(text, code);
    }
    return code;
  };
  for (const part of parts) {
    const found = locate(part, name);
    const ofText = new Int32Array(found?.column.texts.length ?? 0).fill(-1);
    for (let i = 0; i < part.rows.length && found; i++) {
      const row = found.at(i);
      if (row < 0) continue;
      const { column } = found;
      const text = column.codes?.[row] ?? 0;
      if (text > 0) {
        if (ofText[text - 1] === -1) ofText[text - 1] = codeOf(column.texts[text - 1] as string);
        codes[offset + i] = ofText[text - 1] as number;
        continue;
      }
      const value = column.values?.[row] ?? Number.NaN;
      if (!Number.isNaN(value)) codes[offset + i] = codeOf(String(value));
    }
    offset += part.rows.length;
  }
  return codes;
}

/** Epoch milliseconds of each row; NaN where it has none. */
export function timesOf({ parts, kept }: Side, name: string, plan: Plan): Float64Array {
  const times = new Float64Array(kept).fill(Number.NaN);
  let offset = 0;
  for (const { table, rows } of parts) {
    const column = columnOf(table, name);
    const read = column && readTimes(column, plan);
    for (let i = 0; i < rows.length && read; i++) times[offset + i] = read[rows[i] as number] ?? Number.NaN;
    offset += rows.length;
  }
  return times;
}

function locate(part: Part, name: string): { column: Column; at: (i: number) => number } | undefined {
  const own = columnOf(part.table, name);
  if (own) return { column: own, at: (i) => part.rows[i] as number };
  const joined = part.targets && columnOf(part.targets.table, name);
  return joined && { column: joined, at: (i) => part.targets?.at[i] ?? -1 };
}

function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

function sideFrom(parts: readonly Part[], rows: number): Side {
  return { parts, rows, kept: parts.reduce((sum, part) => sum + part.rows.length, 0) };
}

function partOf(table: Table, inReference: Uint8Array, wanted: number): Uint32Array {
  const rows = new Uint32Array(table.kept);
  let count = 0;
  for (let row = 0; row < table.kept; row++) if (inReference[row] === wanted) rows[count++] = row;
  return rows.slice(0, count);
}

/** 1 for rows of the reference. Rows without a time come last. */
function splitRows(plan: Plan, table: Table): Uint8Array {
  const inReference = new Uint8Array(table.kept);
  const { split } = plan;
  if (split.by === 'column') {
    const column = columnOf(table, split.column);
    const values = new Set(split.reference);
    for (let row = 0; row < table.kept && column; row++) {
      if (values.has(textAt(column, row) ?? '')) inReference[row] = 1;
    }
    return inReference;
  }
  const [timeName] = columnsOf(plan, 'time');
  const column = timeName === undefined ? undefined : columnOf(table, timeName);
  const times = column && readTimes(column, plan);
  const order = Array.from({ length: table.kept }, (_, row) => row);
  const rank = (row: number): number => {
    const time = times?.[row] ?? Number.NaN;
    return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
  };
  if (times) order.sort((a, b) => (rank(a) === rank(b) ? a - b : rank(a) - rank(b)));
  for (const row of order.slice(0, Math.round(split.share * table.kept))) inReference[row] = 1;
  return inReference;
}

/** The targets that fit most of the part's rows. */
function withTargets(plan: Plan, part: Part, targets: readonly Table[]): Part {
  const [label] = columnsOf(plan, 'label');
  if (label === undefined || columnOf(part.table, label)) return part;
  let best: Part = part;
  let most = 0;
  for (const table of targets) {
    const at = plan.join === 'id' ? joinById(plan, part, table) : joinByRow(part, table);
    const found = at.reduce((sum, position) => sum + (position >= 0 ? 1 : 0), 0);
    if (found > most) [best, most] = [{ ...part, targets: { table, at } }, found];
  }
  return best;
}

function joinById(plan: Plan, { table, rows }: Part, targets: Table): Int32Array {
  const [id] = columnsOf(plan, 'id');
  const own = id === undefined ? undefined : columnOf(table, id);
  const theirs = id === undefined ? undefined : columnOf(targets, id);
  const at = new Int32Array(rows.length).fill(-1);
  if (!own || !theirs) return at;
  const positions = new Map<string, number>();
  for (let row = 0; row < targets.kept; row++) {
    const key = textAt(theirs, row);
    if (key !== undefined) positions.set(key, row); // the later one corrects the earlier
  }
  for (let i = 0; i < rows.length; i++) at[i] = positions.get(textAt(own, rows[i] as number) ?? '\0') ?? -1;
  return at;
}

function joinByRow({ table, rows }: Part, targets: Table): Int32Array {
  const positions = new Map<number, number>();
  for (let row = 0; row < targets.kept; row++) positions.set(targets.rowNumbers[row] as number, row);
  return Int32Array.from(rows, (row) => positions.get(table.rowNumbers[row] as number) ?? -1);
}

function textAt({ values, codes, texts }: Column, row: number): string | undefined {
  const code = codes?.[row] ?? 0;
  if (code > 0) return texts[code - 1];
  const value = values?.[row] ?? Number.NaN;
  return Number.isNaN(value) ? undefined : String(value);
}
