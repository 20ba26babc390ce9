import type { TimeReading } from './time-column.ts';

/** What a column is of a prediction log. `number` and `category` are inputs; a segment is one that people compare by. */
export const columnRoles = [
  'time',
  'prediction',
  'score',
  'label',
  'id',
  'segment',
  'number',
  'category',
  'ignored',
] as const;
export type ColumnRole = (typeof columnRoles)[number];

/** `both` is cut in two; `targets` only adds labels to the rows of the others. */
export const tableSides = ['reference', 'current', 'both', 'targets'] as const;
export type TableSide = (typeof tableSides)[number];

/** How a table that holds both sides is cut: the earliest rows are the reference, or those with certain values. */
export type Split =
  | { by: 'share'; share: number }
  | { by: 'column'; column: string; reference: readonly string[] };

/** How the tables are to be read together: guessed, then corrected by a person. */
export type Plan = {
  tables: readonly { id: string; side: TableSide }[];
  columns: readonly { name: string; role: ColumnRole }[];
  split: Split;
  /** How targets find their rows. */
  join: 'id' | 'rows';
  /** The label, of two, that scores are probabilities of. */
  positive: string | undefined;
} & TimeReading;

export function columnsOf({ columns }: Pick<Plan, 'columns'>, ...roles: readonly ColumnRole[]): string[] {
  return columns.filter(({ role }) => roles.includes(role)).map(({ name }) => name);
}
