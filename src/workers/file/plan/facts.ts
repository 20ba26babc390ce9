import type { CellProblem, Column } from '../read/column.ts';
import type { Table } from '../read/table.ts';
import { readTimes, timeFacts, type TimeFacts } from './time-column.ts';

/** A file that was read, with what it is called. */
export type NamedTable = { id: string; name: string; table: Table };

/** The columns of one name over all tables. */
export type ColumnFacts = {
  name: string;
  /** Ids of the tables that have it. */
  tables: string[];
  isNumber: boolean;
  /** Distinct values of the kept rows of one table, at most 1,000 counted. */
  distinct: number;
  /** They are all different in every table. */
  isUnique: boolean;
  isWithinUnit: boolean;
  /** At most 20; undefined when there are more. */
  categories: ReadonlySet<string> | undefined;
  counts: { missing: number; numbers: number; texts: number };
  first: readonly string[];
  firstTexts: readonly (CellProblem & { table: string })[];
  time: TimeFacts;
  /** Values that are no times, where most are. */
  timeProblems: { count: number; first: readonly (CellProblem & { table: string })[] };
};

/** From this share of numbers on, the texts of a column are mistakes. */
const leastNumbers = 0.95;
const mostDistinct = 1_000;
const mostCategories = 20;
const problemsShown = 5;

/** What is known of each column, in the order in which they come. */
export function columnFacts(tables: readonly NamedTable[]): ColumnFacts[] {
  const names = new Set(tables.flatMap(({ table }) => table.columns.map(({ name }) => name)));
  return [...names].map((name) => factsOf(name, tables));
}

function factsOf(name: string, tables: readonly NamedTable[]): ColumnFacts {
  const found = tables.flatMap(({ id, table }) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    return column ? [{ id, table, column }] : [];
  });
  const columns = found.map(({ column }) => column);
  const counts = { missing: 0, numbers: 0, texts: 0 };
  for (const { counts: own } of columns) {
    counts.missing += own.missing;
    counts.numbers += own.numbers;
    counts.texts += own.texts;
  }
  const distinct = columns.map((column) => distinctValues(column));
  const times = columns.map(timeFacts);
  const time: TimeFacts = {
    share: Math.min(...times.map(({ share }) => share)),
    needsZone: times.some(({ needsZone }) => needsZone),
    isAmbiguous: times.some(({ isAmbiguous }) => isAmbiguous),
  };
  const all = new Set(distinct.flatMap((values) => [...values]));
  return {
    name,
    tables: found.map(({ id }) => id),
    isNumber: counts.numbers > 0 && counts.numbers >= leastNumbers * (counts.numbers + counts.texts),
    distinct: Math.max(...distinct.map(({ size }) => size)),
    isUnique: found.every(
      ({ table, column }, at) =>
        column.counts.missing === 0 && (distinct[at]?.size ?? 0) === Math.min(table.kept, mostDistinct),
    ),
    isWithinUnit: columns.every(({ values }) => values === undefined || values.every(isWithinUnit)),
    categories: all.size <= mostCategories ? all : undefined,
    counts,
    first: columns.find(({ first }) => first.length > 0)?.first ?? [],
    firstTexts: found
      .flatMap(({ id, column }) => column.firstTexts.map((problem) => ({ ...problem, table: id })))
      .slice(0, problemsShown),
    time,
    timeProblems: time.share >= 0.5 ? timeProblems(found) : { count: 0, first: [] },
  };
}

/** The values of the kept rows as texts, until there are 1,000. */
function distinctValues({ values, codes, texts }: Column): Set<string> {
  const found = new Set<string>();
  for (let row = 0; row < (values ?? codes ?? []).length && found.size < mostDistinct; row++) {
    const code = codes?.[row] ?? 0;
    const value = values?.[row] ?? Number.NaN;
    if (code > 0) found.add(texts[code - 1] as string);
    else if (!Number.isNaN(value)) found.add(String(value));
  }
  return found;
}

function isWithinUnit(value: number): boolean {
  return Number.isNaN(value) || (value >= 0 && value <= 1);
}

function timeProblems(
  found: readonly { id: string; table: Table; column: Column }[],
): ColumnFacts['timeProblems'] {
  let count = 0;
  const first: (CellProblem & { table: string })[] = [];
  for (const { id, table, column } of found) {
    const times = readTimes(column, { zone: 'UTC', order: undefined });
    for (let row = 0; row < times.length; row++) {
      const code = column.codes?.[row] ?? 0;
      const value = column.values?.[row] ?? Number.NaN;
      if (!Number.isNaN(times[row]) || (code === 0 && Number.isNaN(value))) continue;
      count += 1;
      if (first.length >= problemsShown) continue;
      const text = code > 0 ? (column.texts[code - 1] as string) : String(value);
      first.push({ line: table.lines[row] ?? 0, text, table: id });
    }
  }
  return { count, first };
}
