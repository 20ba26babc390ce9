import { assemble, timesOf } from '../plan/dataset.ts';
import type { NamedTable } from '../plan/facts.ts';
import { columnsOf, type TableSide } from '../plan/plan.ts';
import { createTimeReader } from '../plan/time-column.ts';
import type { FileTaskContext } from '../protocol.ts';
import { type ParsedCell, parseCell } from '../read/parse-cell.ts';
import { readRows } from '../read/read-rows.ts';
import type { Dialect } from '../read/sniff.ts';
import type { RowSink } from '../read/table.ts';
import { extent } from '../report/slots.ts';
import { createBatcher } from './batcher.ts';
import type { SendInput, Sent } from './send.ts';
import { createLabelMaker, createRecordMaker, type RowContext } from './to-records.ts';

/** A table whose file can be read once more. */
export type Sendable = NamedTable & { file: File; dialect: Dialect | undefined };

const second = 1000;
const order: Record<TableSide, number> = { reference: 0, both: 1, current: 2, targets: 3 };

/**
 * Reads the files once more, all rows this time, and sends them: predictions with the labels of their own file, then
 * targets as labels. Rows without a time column are a second apart, the last one when the file was last changed.
 */
export async function sendRows(
  input: SendInput,
  tables: readonly Sendable[],
  { signal, onProgress }: FileTaskContext<'send'>,
): Promise<Sent> {
  const { plan } = input;
  const sideOf = new Map(plan.tables.map(({ id, side }) => [id, side]));
  const sorted = tables.toSorted(
    (a, b) => order[sideOf.get(a.id) ?? 'current'] - order[sideOf.get(b.id) ?? 'current'],
  );
  const rowTables = sorted.filter(({ id }) => sideOf.get(id) !== 'targets');
  const totalRows = sorted.reduce((sum, { table }) => sum + table.rows, 0);
  const clock = createRowClock(rowTables);
  const batcher = createBatcher(input, signal, (state) => onProgress({ ...state, totalRows }));

  for (const table of sorted) {
    const isTargets = sideOf.get(table.id) === 'targets';
    const owner = isTargets ? ownerOf(table, rowTables) : table;
    const context: RowContext = {
      pipeline: input.pipeline,
      stage: input.stage,
      plan,
      readTime: timeReaderOf(input, table),
      timeOfRow: isTargets ? () => table.file.lastModified : (row) => clock(table.id, row),
      requestIdOfRow: (row) => `${owner.name}-${owner.table.rows}-${row}`.slice(-400),
    };
    let values: ParsedCell[] = [];
    let handle: (row: number, line: number) => void = () => undefined;
    let row = 0;
    const comma = table.dialect?.hasDecimalComma ?? false;
    const sink: RowSink = {
      columns(names) {
        if (isTargets) {
          const make = createLabelMaker(names, context);
          handle = (at, line) => batcher.addLabel(make(values, at), table.name, line);
          return;
        }
        const make = createRecordMaker(names, context);
        handle = (at, line) => batcher.addRow(make(values, at), table.name, line);
      },
      row(cells, line) {
        values = cells.map((cell) => parseCell(cell, comma));
        handle(row++, line);
      },
      reject: ({ line, reason }) => batcher.refuse({ file: table.name, line, reason }),
      settle: () => batcher.flushFull(),
    };
    await readRows(
      table.file,
      table.dialect ?? {},
      () => sink,
      () => undefined,
    );
  }
  await batcher.flushAll();
  return { ...batcher.result(), reference: referenceWindow(input, tables, clock) };
}

function timeReaderOf({ plan }: SendInput, { table }: NamedTable): (value: ParsedCell) => number {
  const [time] = columnsOf(plan, 'time');
  const column = table.columns.find(({ name }) => name === time);
  return column ? createTimeReader(column, plan) : () => Number.NaN;
}

type RowClock = (table: string, row: number) => number;

function createRowClock(tables: readonly Sendable[]): RowClock {
  const total = tables.reduce((sum, { table }) => sum + table.rows, 0);
  const end = Math.floor(Math.max(...tables.map(({ file }) => file.lastModified)) / second);
  const starts = new Map<string, number>();
  let before = 0;
  for (const { id, table } of tables) {
    starts.set(id, before);
    before += table.rows;
  }
  return (table, row) => (end - total + (starts.get(table) ?? 0) + row + 1) * second;
}

/** The table that targets without identifiers belong to: the last one of as many rows, else the last. */
function ownerOf(targets: Sendable, tables: readonly Sendable[]): Sendable {
  return tables.findLast(({ table }) => table.rows === targets.table.rows) ?? tables.at(-1) ?? targets;
}

function referenceWindow(
  { plan }: SendInput,
  tables: readonly Sendable[],
  clock: RowClock,
): { fromMs: number; toMs: number } | undefined {
  const { reference } = assemble(plan, tables);
  const [time] = columnsOf(plan, 'time');
  const idOf = new Map(tables.map(({ id, table }) => [table, id]));
  const times =
    time === undefined
      ? Float64Array.from(
          reference.parts.flatMap(({ table, rows }) =>
            Array.from(rows, (row) => clock(idOf.get(table) ?? '', table.rowNumbers[row] as number)),
          ),
        )
      : timesOf(reference, time, plan);
  const { fromMs, toMs } = extent(times);
  return Number.isNaN(fromMs) ? undefined : { fromMs, toMs: toMs + 1 };
}
