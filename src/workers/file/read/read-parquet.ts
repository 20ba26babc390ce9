import type { Compressors } from 'hyparquet';
import type { Cell } from './parse-cell.ts';
import type { RowSink } from './table.ts';

/** Reads a Parquet file row group by row group; `onShare` hears how much is done. The library is loaded on first use. */
export async function readParquet(
  file: Blob,
  sink: RowSink,
  onShare: (share: number) => void,
): Promise<void> {
  const [{ parquetScan, parquetSchema }, compressors] = await Promise.all([
    import('hyparquet'),
    loadCompressors(),
  ]);
  const source = {
    byteLength: file.size,
    slice: (start: number, end?: number) => file.slice(start, end).arrayBuffer(),
  };
  const scan = await parquetScan({ file: source, compressors });
  const names = parquetSchema(scan.metadata).children.map(({ element }) => element.name);
  sink.columns(names);
  const rows = Number(scan.metadata.num_rows);
  for (const range of scan.ranges) {
    const columns: ArrayLike<unknown>[] = [];
    for (const [at, column] of names.entries()) {
      columns.push(await scan.readColumn({ ...range, column }));
      await sink.settle();
      onShare((range.rowStart + ((range.rowEnd - range.rowStart) * (at + 1)) / (names.length + 1)) / rows);
    }
    for (let row = range.rowStart; row < range.rowEnd; row++) {
      const cells = columns.map((column) => cellOf(column[row - range.rowStart]));
      sink.row(cells, row + 1);
      if (row % rowsBetweenBreaths === 0) await sink.settle();
    }
    onShare(range.rowEnd / rows);
  }
}

const rowsBetweenBreaths = 1_000;

/** All but Snappy, of which the reader has its own. */
async function loadCompressors(): Promise<Compressors> {
  const { decompressBrotli, decompressGzip, decompressLz4, decompressLz4Raw, decompressZstd } =
    await import('hyparquet-compressors');
  return {
    GZIP: decompressGzip,
    BROTLI: decompressBrotli,
    ZSTD: (input) => decompressZstd(input),
    LZ4: decompressLz4,
    LZ4_RAW: decompressLz4Raw,
  };
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'object' && value !== null) return JSON.stringify(value, writeLargeNumbers);
  return value as Cell; // what is left are numbers, texts, booleans and nothing
}

function writeLargeNumbers(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
