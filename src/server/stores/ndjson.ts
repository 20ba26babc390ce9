import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows encoded between two turns of the event loop. */
const SLICE = 1_000;
/** JSON.stringify writes half a surrogate pair as an escape, which ClickHouse refuses; `\\\\` before it is a backslash. */
const halfPair = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/** One line of JSON a row; half a surrogate pair becomes U+FFFD. */
export async function toNdjson(rows: readonly object[]): Promise<Buffer> {
  const slices: Buffer[] = [];
  for (let from = 0; from < rows.length; from += SLICE) {
    if (from > 0) await nextTurn();
    const lines = rows.slice(from, from + SLICE).map(wellFormedJson);
    slices.push(Buffer.from(`${lines.join('\n')}\n`));
  }
  return Buffer.concat(slices);
}

export function wellFormedJson(value: object): string {
  const json = JSON.stringify(value);
  return json.includes('\\ud') ? json.replace(halfPair, '$1\\ufffd') : json;
}
