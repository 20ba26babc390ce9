import type { ClickHouseClient } from '@clickhouse/client';
import type { Frame, FrameColumns, StageSelection } from '#api/prediction-log.ts';
import { rowColumns } from '#contract/frame.ts';
import { rowsWithin, sampled } from './log-selection.ts';
import { integer, list, text } from './sql.ts';

/** Aligned columns of prediction rows, read as rows of fixed width. */
export async function frame(
  client: ClickHouseClient,
  selection: StageSelection,
  { numbers, categories }: FrameColumns,
  limit: number,
): Promise<Frame> {
  const columns = [
    `toFloat64(timeMs)`,
    ...numbers.map((metric) => `if(mapContains(numbers, ${text(metric)}), numbers[${text(metric)}], nan)`),
    ...categories.map(({ metric, values }) => codeOf(metric, values)),
  ];
  const { stream } = await client.exec({
    query: `SELECT ${columns.join(', ')} FROM rows WHERE kind = 'prediction' AND ${sampled(selection, limit)} FORMAT RowBinary`,
  });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return readFrame(Buffer.concat(chunks), numbers.length, categories.length);
}

/** Whole rows. */
export function rowsQuery(selection: StageSelection, order: 'latest' | 'sample', limit: number): string {
  const wanted =
    order === 'sample'
      ? sampled(selection, limit)
      : `${rowsWithin(selection)} ORDER BY timeMs DESC, requestId LIMIT ${integer(limit)}`;
  return `SELECT timeMs, requestId, version, site, numbers, categories, text FROM rows WHERE kind = 'prediction' AND ${wanted}`;
}

export function sitesQuery(selection: StageSelection, most: number): string {
  return `SELECT site FROM rows WHERE kind = 'prediction' AND site != '' AND ${rowsWithin(selection)}
    GROUP BY site ORDER BY count() DESC, site LIMIT ${integer(most)}`;
}

function codeOf(metric: string, values: readonly string[]): string {
  const { has, value } = categoryOf(metric);
  if (values.length === 0) return `toInt32(if(${has}, 0, -1))`;
  const place = `indexOf(${list(values.map(text))}, ${value})`;
  return `toInt32(if(${has}, if(${place} = 0, ${values.length}, ${place} - 1), -1))`;
}

function categoryOf(metric: string): { has: string; value: string } {
  if (metric === rowColumns.version) return { has: 'true', value: 'version' };
  if (metric === rowColumns.site) return { has: `site != ''`, value: 'site' };
  return { has: `mapContains(categories, ${text(metric)})`, value: `categories[${text(metric)}]` };
}

function readFrame(bytes: Buffer, numberCount: number, categoryCount: number): Frame {
  const width = 8 + 8 * numberCount + 4 * categoryCount;
  const rows = bytes.length / width;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readNumbers = (offset: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => view.getFloat64(row * width + offset, true));
  const readCodes = (offset: number): Int32Array =>
    Int32Array.from({ length: rows }, (_, row) => view.getInt32(row * width + offset, true));
  return {
    timesMs: readNumbers(0),
    numbers: Array.from({ length: numberCount }, (_, column) => readNumbers(8 + 8 * column)),
    codes: Array.from({ length: categoryCount }, (_, column) => readCodes(8 + 8 * numberCount + 4 * column)),
  };
}
