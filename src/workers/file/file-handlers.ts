import { guessPlan } from './plan/guess-plan.ts';
import type { FileHandlers } from './protocol.ts';
import { readTable } from './read/read-table.ts';
import { compareColumn } from './report/compare-column.ts';
import { driftReport } from './report/drift-report.ts';
import { type Sendable, sendRows } from './send/send-rows.ts';

/** The handlers of the file worker, with the tables that it keeps. */
export function fileHandlers(): FileHandlers {
  const kept = new Map<string, Sendable>();
  const tablesOf = (ids: readonly { id: string }[]): Sendable[] =>
    ids.map(({ id }) => {
      const table = kept.get(id);
      if (!table) throw new Error(`the rows of file ${id} are not here any more: read it again`);
      return table;
    });
  return {
    async read({ id, file, options }, context) {
      const { found, table } = await readTable(file, options, context);
      kept.set(id, { id, name: file.name, table, file, dialect: found.dialect });
      const { rows, kept: keptRows, rejected } = table;
      const columns = table.columns.length;
      return { ...found, id, name: file.name, bytes: file.size, rows, kept: keptRows, columns, rejected };
    },
    async forget({ id }) {
      kept.delete(id);
      return null;
    },
    async guess({ files, zone }) {
      return guessPlan(tablesOf(files), zone);
    },
    report: ({ plan }, context) => driftReport(plan, tablesOf(plan.tables), context),
    async compare({ plan, column }) {
      return compareColumn(plan, column, tablesOf(plan.tables));
    },
    send: (input, context) => sendRows(input, tablesOf(input.plan.tables), context),
  };
}
