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
  /** The same for as long as polls go on with one question; another where another was asked. */
  origin: object;
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
  const origin = known?.origin ?? {};
  const head = { origin, stepSeconds: answer.stepSeconds, cursor: answer.cursor, asOfMs };
  const earliest = known?.times[0];
  if (known && answer.slotsMs.length === 0 && (earliest === undefined || earliest >= fromMs)) {
    return { ...known, ...head };
  }

  const { times, kept, answerAt } = joinSlots(known?.times ?? new Float64Array(), answer.slotsMs, {
    fromMs,
    toMs,
  });
  const rows = new Float64Array(times.length);
  if (known) keep(known.rows, kept, rows);
  place(answer.rows, answerAt, rows);

  const columns = new Map<string, Float64Array>();
  for (const [key, before] of known?.columns ?? []) {
    const values = new Float64Array(times.length).fill(Number.NaN);
    keep(before, kept, values);
    columns.set(key, values);
  }
  const described = [...(known?.described ?? [])];
  for (const { metric, kind, statistic, category, values } of answer.columns) {
    const key = columnKey({ metric, statistic, category });
    let column = columns.get(key);
    if (!column) {
      column = new Float64Array(times.length).fill(Number.NaN);
      columns.set(key, column);
      described.push({ metric, kind, statistic, category });
    }
    place(values, answerAt, column);
  }
  return { ...head, times, rows, columns, described };
}

/** Slots that stay next to each other: as a rule a poll keeps all but the first, so that columns are copied as a block. */
type Run = { from: number; at: number; length: number };

/**
 * Two ascending lists of slots as one, within the range; the runs of the known ones that are kept, and where each slot
 * of the answer sits, −1 where it is not in the range.
 */
function joinSlots(
  known: Float64Array,
  answer: readonly number[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): { times: Float64Array; kept: Run[]; answerAt: number[] } {
  const times = new Float64Array(known.length + answer.length);
  const kept: Run[] = [];
  const answerAt: number[] = [];
  let size = 0;
  let inKnown = 0;
  while (inKnown < known.length || answerAt.length < answer.length) {
    const time = Math.min(known[inKnown] ?? Infinity, answer[answerAt.length] ?? Infinity);
    const at = time >= fromMs && time < toMs ? size : -1;
    if (at >= 0) times[size++] = time;
    if (answer[answerAt.length] === time) answerAt.push(at);
    if (known[inKnown] !== time) continue;
    const run = kept.at(-1);
    if (at >= 0 && run && run.from + run.length === inKnown && run.at + run.length === at) run.length += 1;
    else if (at >= 0) kept.push({ from: inKnown, at, length: 1 });
    inKnown += 1;
  }
  return { times: times.slice(0, size), kept, answerAt };
}

function keep(values: Float64Array, kept: readonly Run[], target: Float64Array): void {
  for (const { from, at, length } of kept) target.set(values.subarray(from, from + length), at);
}

function place(values: readonly (number | null)[], positions: readonly number[], target: Float64Array): void {
  for (const [index, at] of positions.entries()) {
    const value = values[index];
    if (at >= 0 && value !== null && value !== undefined) target[at] = value;
  }
}
