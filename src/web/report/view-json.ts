import type { SavedView } from './saved-view.ts';

/** The numbers of a view as JSON, each row an object; missing values are null. */
export function viewJson({ tables, ...view }: SavedView): string {
  const written = tables.map((table) => ({
    title: table.title,
    rows: table.rows.map((row) => Object.fromEntries(table.columns.map((column, at) => [column, row[at]]))),
  }));
  return `${JSON.stringify({ source: 'Anchorwatch', ...view, tables: written }, null, 2)}\n`;
}
