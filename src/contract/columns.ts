/**
 * The typed-array container that carries columns to the page: the 4 bytes `AWC1`, the length of the header as a
 * little-endian uint32, the header as UTF-8 JSON `{ header, columns: [{ name, type, length }] }`, padding to 8
 * bytes, then the columns in order, each padded to 8 bytes. Decoding makes views, not copies.
 */
export const columnsMediaType = 'application/vnd.anchorwatch.columns';

export type Column = Float64Array | Int32Array;

const MAGIC = 0x31435741; // "AWC1", little-endian
const columnTypes = { f64: Float64Array, i32: Int32Array } as const;
type ColumnType = keyof typeof columnTypes;

export function encodeColumns(header: unknown, columns: Record<string, Column>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(columns);
  const described = entries.map(([name, data]) => ({ name, type: typeOf(data), length: data.length }));
  const head = new TextEncoder().encode(JSON.stringify({ header, columns: described }));

  let offset = padded(8 + head.length);
  const bytes = new Uint8Array(entries.reduce((sum, [, data]) => sum + padded(data.byteLength), offset));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, head.length, true);
  bytes.set(head, 8);
  for (const [, data] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += padded(data.byteLength);
  }
  return bytes;
}

/** @throws {Error} when the bytes are not such a container */
export function decodeColumns(buffer: ArrayBuffer): { header: unknown; columns: Map<string, Column> } {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== MAGIC) throw new Error('not a column container');
  const headLength = view.getUint32(4, true);
  const head = new TextDecoder().decode(new Uint8Array(buffer, 8, headLength));
  const parsed = JSON.parse(head) as {
    header: unknown;
    columns: { name: string; type: ColumnType; length: number }[];
  };

  const columns = new Map<string, Column>();
  let offset = padded(8 + headLength);
  for (const { name, type, length } of parsed.columns) {
    const column = new columnTypes[type](buffer, offset, length);
    columns.set(name, column);
    offset += padded(column.byteLength);
  }
  return { header: parsed.header, columns };
}

function typeOf(column: Column): ColumnType {
  return column instanceof Float64Array ? 'f64' : 'i32';
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
