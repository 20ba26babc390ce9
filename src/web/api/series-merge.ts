import type { MetricKind } from '#contract/metric.ts';
import type { Series, SeriesStatistic } from '#contract/series.ts';

export type SeriesColumnId = {
  metric: string;
  kind: MetricKind;
  statistic: SeriesStatistic;
  category?: string | undefined;
};

/** Statistics of a stage over time, one value a slot; slots without rows are left out. */
export type SeriesData = {
  stepSeconds: number;
  cursor: string;
  asOfMs: number;
  /** Starts of the slots, epoch milliseconds, ascending. */
  times: Float64Array;
  rows: Float64Array;
  /** By {@link columnKey}; NaN where there is nothing to take the value from. */
  columns: ReadonlyMap<string, Float64Array>;
  /** What the columns are, in the server's order. */
  described: readonly SeriesColumnId[];
};

export function columnKey({
  metric,
  statistic,
  category,
}: Pick<SeriesColumnId, 'metric' | 'statistic' | 'category'>): string {
  return category === undefined ? `${metric}|${statistic}` : `${metric}|${statistic}|${category}`;
}

/** The values of one column, or undefined when the metric has no such statistic. */
export function findColumn(
  data: SeriesData,
  metric: string,
  statistic: SeriesStatistic,
  category?: string,
): Float64Array | undefined {
  return data.columns.get(columnKey({ metric, statistic, category }));
}

/**
 * What a poll makes of the data so far: its slots replace or join those known, and slots before `fromMs` or at
 * and after `toMs` leave. Rows are only ever appended, so a slot never loses a value it had.
 */
export function mergeSeries(
  known: SeriesData | undefined,
  answer: Series,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): SeriesData {
  const asOfMs = Date.parse(answer.asOf);
  const head = { stepSeconds: answer.stepSeconds, cursor: answer.cursor, asOfMs };
  const earliest = known?.times[0];
  if (known && answer.slotsMs.length === 0 && (earliest === undefined || earliest >= fromMs)) {
    return { ...known, ...head };
  }

  const inRange = (time: number): boolean => time >= fromMs && time < toMs;
  const merged = new Set([...(known?.times ?? []), ...answer.slotsMs].filter(inRange));
  const times = Float64Array.from(merged).sort();
  const knownAt = known ? positionsIn(times, known.times) : undefined;
  const answerAt = positionsIn(times, answer.slotsMs);

  const rows = new Float64Array(times.length);
  if (known && knownAt) place(known.rows, knownAt, rows);
  place(answer.rows, answerAt, rows);

  const described = new Map<string, SeriesColumnId>();
  for (const { metric, kind, statistic, category } of [...(known?.described ?? []), ...answer.columns]) {
    const id = { metric, kind, statistic, category };
    described.set(columnKey(id), id);
  }
  const columns = new Map<string, Float64Array>();
  for (const key of described.keys()) {
    const values = new Float64Array(times.length).fill(Number.NaN);
    const before = known?.columns.get(key);
    if (before && knownAt) place(before, knownAt, values);
    columns.set(key, values);
  }
  for (const column of answer.columns) {
    const values = columns.get(columnKey(column));
    if (values) place(column.values, answerAt, values);
  }
  return { ...head, times, rows, columns, described: [...described.values()] };
}

/** Where each slot sits in `times`, −1 where it does not. */
function positionsIn(times: Float64Array, slots: ArrayLike<number>): Int32Array {
  const position = new Map<number, number>();
  for (let i = 0; i < times.length; i++) position.set(times[i] ?? Number.NaN, i);
  return Int32Array.from(slots, (slot) => position.get(slot) ?? -1);
}

function place(values: ArrayLike<number | null>, positions: Int32Array, target: Float64Array): void {
  for (let i = 0; i < positions.length; i++) {
    const value = values[i];
    const at = positions[i] ?? -1;
    if (at >= 0 && value !== null && value !== undefined) target[at] = value;
  }
}
