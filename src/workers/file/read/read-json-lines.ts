import type { Cell } from './parse-cell.ts';
import type { RowSink } from './table.ts';

/** Columns beyond these are left out: keys that are data, not names. */
const mostColumns = 5_000;

/** Reads one JSON object a line. Nested objects become columns such as `features.snr`; lists become their JSON text. */
export async function readJsonLines(chunks: AsyncIterable<string>, sink: RowSink): Promise<void> {
  const names: string[] = [];
  const positions = new Map<string, number>();
  let rest = '';
  let line = 0;

  const place = (cells: Cell[], key: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, nested] of Object.entries(value)) place(cells, `${key}.${inner}`, nested);
      return;
    }
    let at = positions.get(key);
    if (at === undefined) {
      if (names.length >= mostColumns) return;
      at = names.push(key) - 1;
      positions.set(key, at);
    }
    cells[at] = Array.isArray(value) ? JSON.stringify(value) : (value as Cell);
  };
  const take = (text: string): void => {
    line += 1;
    if (text.trim() === '') return;
    const record = parseObject(text);
    if (!record) {
      sink.reject({ line, reason: 'no JSON object' });
      return;
    }
    const known = names.length;
    const cells: Cell[] = [];
    for (const [key, value] of Object.entries(record)) place(cells, key, value);
    if (names.length > known) sink.columns(names);
    sink.row(cells, line);
  };

  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) take(text);
    await sink.settle();
  }
  if (rest !== '') take(rest);
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined; // counted and listed by its line
  }
}
