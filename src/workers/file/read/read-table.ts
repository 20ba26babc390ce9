import type { FileTaskContext } from '../protocol.ts';
import { type FoundFormat, type ReadOptions, readRows, UnreadableFileError } from './read-rows.ts';
import { createTableBuilder, type Table, type TableBuilder } from './table.ts';

/** Reads a file into a table; it is stopped between pieces when the signal is aborted. */
export async function readTable(
  file: File,
  options: ReadOptions,
  { signal, onProgress, breathe }: FileTaskContext<'read'>,
): Promise<{ found: FoundFormat; table: Table }> {
  let opened: { found: FoundFormat; builder: TableBuilder } | undefined;
  let bytes = 0;
  await readRows(
    file,
    options,
    (found) => {
      const builder = createTableBuilder({ hasDecimalComma: found.dialect?.hasDecimalComma ?? false });
      opened = { found, builder };
      const settle = async (): Promise<void> => {
        if (await breathe()) onProgress({ bytes, totalBytes: file.size, rows: builder.rows() });
      };
      return { ...builder, settle };
    },
    (read) => {
      bytes = read;
    },
  );
  signal.throwIfAborted();
  // readRows has opened a sink or thrown
  const { found, builder } = opened as unknown as { found: FoundFormat; builder: TableBuilder };
  const table = builder.finish();
  if (table.rows === 0) throw new UnreadableFileError(withoutRows(table));
  return { found, table };
}

function withoutRows({ columns, rejected }: Table): string {
  if (rejected.count > 0)
    return `none of its ${rejected.count} rows could be read: ${rejected.first[0]?.reason}`;
  return columns.length > 0 ? 'it has a header and no rows' : 'it has no rows';
}
