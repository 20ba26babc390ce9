import { nearestIndex } from './samples.ts';
import type { ChartCompare, ChartSeries } from './time-series.ts';

/** What a chart is held against at an instant of the chart; NaN where it has no sample within a step. */
export function compareAt({ times, values }: ChartCompare, at: number, step: number): number {
  const index = nearestIndex(times, at);
  const sample = times[index];
  return sample !== undefined && Math.abs(sample - at) < step ? (values[index] ?? Number.NaN) : Number.NaN;
}

export type Column = Pick<ChartSeries, 'name' | 'values'>;

/** The series as columns of a table; what the limited one is held against stands beside it, at the same instants. */
export function comparedColumns({
  times,
  step,
  series,
  compare,
  limited,
}: {
  times: Float64Array;
  step: number;
  series: readonly ChartSeries[];
  compare: ChartCompare | undefined;
  limited: number;
}): Column[] {
  const columns: Column[] = [...series];
  if (!compare) return columns;
  const name = `${series[limited]?.name ?? ''} of ${compare.name}`;
  columns.splice(limited + 1, 0, { name, values: times.map((time) => compareAt(compare, time, step)) });
  return columns;
}
