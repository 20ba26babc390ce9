import { isIdName, plainName } from '../read/id-name.ts';
import { type ColumnFacts, columnFacts, type NamedTable } from './facts.ts';
import type { ColumnRole, Plan, Split, TableSide } from './plan.ts';

/** What a person corrects, and what it rests on. */
export type Guess = { plan: Plan; columns: ColumnFacts[] };

const timeName =
  /^(ts|time|times?tamp|date|datetime|dteday|day|period|year|when|created|updated)$|(_|^)(time|date|datetime|timestamp|ts|at)$|^(time|date|datetime|timestamp)(_|$)/;
const predictionName =
  /^(y_?)?(pred|preds|prediction|predictions|predicted|y_?hat|output|model_output)(_(class|label|value|y))?$|^predicted_(?!prob)/;
const scoreName = /(^|_)(proba?|probability|probabilities|score|confidence)(_|$)/;
const labelName =
  /^(label|labels|target|targets|y|y_?true|truth|ground_?truth|gt|actual|actuals|outcome|class)$|_(target|label|true|truth|gt|actual|actuals)$|^(target|label|true|truth|actual)_/;
const segmentName =
  /(^|_)(segment|device|country|region|site|platform|os|language|lang|version|channel|gender|sex|cohort|market|store|city|state)(_|$)/;
const splitName = /^(split|set|partition|dataset|data_set|part|subset|sample_set)$/;
const referenceName = /(^|_)(ref|reference|train|training|baseline|before|old)(_|\d|$)/;
const currentName =
  /(^|_)(analysis|current|cur|monitoring|prod|production|test|new|live|serving|after)(_|\d|$)/;
const targetsName = /(^|_)(targets?|labels?|truth|gt|actuals?|outcomes?)(_|\d|$)/;
const positiveTexts = ['1', 'true', 'yes', 'y', 't', 'positive', 'pos'];

/** How the tables are probably to be read, by the names of files and columns and by what the columns hold. */
export function guessPlan(tables: readonly NamedTable[], zone: string): Guess {
  const columns = columnFacts(tables);
  const sides = guessSides(tables, columns);
  const roles = guessRoles(columns, sides);
  const id = columns.find(({ name }) => roles.get(name) === 'id');
  const label = columns.find(({ name }) => roles.get(name) === 'label');
  const targets = [...sides].filter(([, side]) => side === 'targets').map(([table]) => table);
  return {
    columns,
    plan: {
      tables: tables.map((table) => ({ id: table.id, side: sides.get(table.id) ?? 'current' })),
      columns: columns.map(({ name }) => ({ name, role: roles.get(name) ?? 'ignored' })),
      split: guessSplit(columns),
      join: targets.every((table) => id?.tables.includes(table)) && id ? 'id' : 'rows',
      positive: guessPositive(label),
      zone,
      order: undefined,
    },
  };
}

function guessSides(tables: readonly NamedTable[], columns: readonly ColumnFacts[]): Map<string, TableSide> {
  const sides = new Map<string, TableSide>();
  if (tables.length === 1) return sides.set((tables[0] as NamedTable).id, 'both');
  const widest = Math.max(...tables.map(({ table }) => table.columns.length));
  for (const { id, name, table } of tables) {
    const plain = plainName(name.replace(/(\.(csv|tsv|txt|jsonl|ndjson|json|parquet|pq|gz))+$/i, ''));
    const isNarrow = table.columns.length <= 3 && table.columns.length < widest;
    if (isNarrow && (targetsName.test(plain) || hasOwnColumn(id, columns))) sides.set(id, 'targets');
    else if (referenceName.test(plain)) sides.set(id, 'reference');
    else if (currentName.test(plain)) sides.set(id, 'current');
  }
  for (const { id } of tables) {
    if (sides.has(id)) continue;
    sides.set(id, [...sides.values()].includes('reference') ? 'current' : 'reference');
  }
  return completed(sides, tables);
}

/** Without a reference the first table that could be one is; a table left alone is both. */
function completed(sides: Map<string, TableSide>, tables: readonly NamedTable[]): Map<string, TableSide> {
  const rows = tables.filter(({ id }) => sides.get(id) !== 'targets');
  const has = (side: TableSide): boolean => [...sides.values()].includes(side);
  const [first] = rows;
  if (!first || (has('reference') && has('current'))) return sides;
  if (rows.length === 1) return sides.set(first.id, 'both');
  if (!has('reference')) return sides.set(first.id, 'reference');
  const last = rows.at(-1) as NamedTable;
  return sides.set(last.id, 'current');
}

function hasOwnColumn(table: string, columns: readonly ColumnFacts[]): boolean {
  const own = columns.filter(({ tables }) => tables.includes(table));
  return own.some(({ tables, name }) => tables.length === 1 || labelName.test(plainName(name)));
}

function guessRoles(
  columns: readonly ColumnFacts[],
  sides: ReadonlyMap<string, TableSide>,
): Map<string, ColumnRole> {
  const roles = new Map<string, ColumnRole>();
  const free = (): ColumnFacts[] => columns.filter(({ name }) => !roles.has(name));
  const give = (column: ColumnFacts | undefined, role: ColumnRole): void => {
    if (column) roles.set(column.name, role);
  };
  const named = (pattern: RegExp) => (column: ColumnFacts) => pattern.test(plainName(column.name));

  const id = free().find((column) => isIdName(column.name) && column.isUnique);
  give(id, 'id');
  give(bestTime(free()), 'time');
  const inTargets = free().filter(({ tables }) => tables.some((table) => sides.get(table) === 'targets'));
  give(inTargets.find(named(labelName)) ?? inTargets[0], 'label');
  const prediction = free().find(named(predictionName));
  give(prediction, 'prediction');
  for (const column of free()) {
    if (named(scoreName)(column) && column.isNumber && column.isWithinUnit) give(column, 'score');
  }
  if (![...roles.values()].includes('label')) {
    give(free().find(named(labelName)) ?? likePrediction(prediction, columns, free()), 'label');
  }
  for (const column of free()) give(column, inputRole(column));
  return roles;
}

/** The time of the rows: by name before by content; numbers only where the name says time. */
function bestTime(columns: readonly ColumnFacts[]): ColumnFacts | undefined {
  const times = columns.filter(({ time }) => time.share >= 0.9);
  const isNamed = ({ name }: ColumnFacts): boolean => timeName.test(plainName(name));
  return (
    times.find((column) => isNamed(column) && !column.isNumber) ??
    times.find((column) => isNamed(column) && column.distinct > 1) ??
    times.find(({ isNumber }) => !isNumber)
  );
}

/** The column nearest to the prediction that has the very same few values. */
function likePrediction(
  prediction: ColumnFacts | undefined,
  columns: readonly ColumnFacts[],
  free: readonly ColumnFacts[],
): ColumnFacts | undefined {
  const values = prediction?.categories;
  if (!prediction || !values || values.size < 2) return undefined;
  const at = columns.indexOf(prediction);
  return free
    .filter(
      ({ categories }) =>
        categories?.size === values.size && [...categories].every((value) => values.has(value)),
    )
    .sort((a, b) => Math.abs(columns.indexOf(a) - at) - Math.abs(columns.indexOf(b) - at))[0];
}

function inputRole(column: ColumnFacts): ColumnRole {
  const { isNumber, categories, distinct, counts, time, name } = column;
  if (isIdName(name) && column.isUnique) return 'ignored';
  if (!isNumber && time.share >= 0.9) return 'ignored';
  if (isNumber) return 'number';
  if (categories && segmentName.test(plainName(name))) return 'segment';
  const isFreeText = distinct > 100 && distinct > 0.5 * Math.min(1_000, counts.texts + counts.numbers);
  return isFreeText ? 'ignored' : 'category';
}

function guessSplit(columns: readonly ColumnFacts[]): Split {
  for (const { name, categories } of columns) {
    const reference = [...(categories ?? [])].filter((value) => referenceName.test(plainName(value)));
    if (!categories || !splitName.test(plainName(name)) || reference.length === 0) continue;
    if (reference.length < categories.size) return { by: 'column', column: name, reference };
  }
  return { by: 'share', share: 0.5 };
}

/** Of two labels: the one that says yes, else the greater. */
function guessPositive(label: ColumnFacts | undefined): string | undefined {
  const labels = [...(label?.categories ?? [])].sort();
  if (labels.length !== 2) return undefined;
  return labels.find((text) => positiveTexts.includes(text.toLowerCase())) ?? labels[1];
}
