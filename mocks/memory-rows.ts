import type { Frame, FrameColumns, LogRow, ShownRow, StageSelection } from '#api/prediction-log.ts';
import { rowColumns } from '#contract/frame.ts';

const CATEGORY_LENGTH = 500;

/** `valueOf` the rows of the window, at most `limit`: those with the smallest hash, so the same each time. */
export function sample<T>(
  rows: readonly LogRow[],
  { fromMs, toMs, role, version }: StageSelection,
  valueOf: (row: LogRow) => T | undefined,
  limit: number,
): T[] {
  const found: { hash: number; value: T }[] = [];
  for (const row of rows) {
    const isSelected = row.role === role && (version === undefined || row.version === version);
    const value = isSelected && row.timeMs >= fromMs && row.timeMs < toMs ? valueOf(row) : undefined;
    if (value !== undefined) found.push({ hash: hashOf(`${row.requestId} ${row.timeMs}`), value });
  }
  found.sort((a, b) => a.hash - b.hash || (a.value < b.value ? -1 : 1));
  return found.slice(0, limit).map(({ value }) => value);
}

export function categoryOf(row: LogRow, metric: string): string | undefined {
  return row.categories[metric]?.slice(0, CATEGORY_LENGTH).toWellFormed();
}

export function frame(
  rows: readonly LogRow[],
  selection: StageSelection,
  { numbers, categories }: FrameColumns,
  limit: number,
): Frame {
  const taken = sample(rows, selection, predictionOf, limit);
  return {
    timesMs: Float64Array.from(taken, ({ timeMs }) => timeMs),
    numbers: numbers.map((metric) => Float64Array.from(taken, (row) => row.numbers[metric] ?? Number.NaN)),
    codes: categories.map(({ metric, values }) => {
      const places = new Map(values.map((value, place) => [value, place]));
      return Int32Array.from(taken, (row) => {
        const value = columnOf(row, metric);
        return value === undefined ? -1 : (places.get(value) ?? values.length);
      });
    }),
  };
}

export function listRows(
  rows: readonly LogRow[],
  selection: StageSelection,
  order: 'latest' | 'sample',
  limit: number,
): ShownRow[] {
  const all = sample(rows, selection, predictionOf, order === 'sample' ? limit : rows.length);
  const wanted =
    order === 'sample'
      ? all
      : all.sort((a, b) => b.timeMs - a.timeMs || (a.requestId < b.requestId ? -1 : 1)).slice(0, limit);
  return wanted.map(({ timeMs, requestId, version, site, numbers, categories, text }) => ({
    timeMs,
    requestId,
    version,
    site,
    numbers,
    categories,
    text,
  }));
}

/** The sites of the rows, the one with most rows first. */
export function listSites(rows: readonly LogRow[], selection: StageSelection, most: number): string[] {
  const counts = new Map<string, number>();
  for (const { site } of sample(rows, selection, predictionOf, rows.length)) {
    if (site !== '') counts.set(site, (counts.get(site) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([site]) => site);
}

/** The prediction rows that a selection is of. */
export function predictionRows(rows: readonly LogRow[], selection: StageSelection): LogRow[] {
  return sample(rows, selection, predictionOf, rows.length);
}

function predictionOf(row: LogRow): LogRow | undefined {
  return row.kind === 'prediction' ? row : undefined;
}

function columnOf(row: LogRow, metric: string): string | undefined {
  if (metric === rowColumns.version) return row.version;
  if (metric === rowColumns.site) return row.site === '' ? undefined : row.site;
  return categoryOf(row, metric);
}

/** FNV-1a, then the finisher of MurmurHash3, so that neighbouring ids lie far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
