import { toCsv } from '../format/csv.ts';
import type { SavedView } from './saved-view.ts';

/** All numbers of a view in one long table: which table, which row, which column, what value. */
export function viewCsv({ tables }: SavedView): string {
  const rows = tables.flatMap(({ title, columns, rows }) =>
    rows.flatMap((row) =>
      columns.slice(1).map((column, at) => [title, String(row[0] ?? ''), column, row[at + 1]]),
    ),
  );
  return toCsv(['table', 'row', 'column', 'value'], rows);
}
