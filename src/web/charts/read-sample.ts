import { formatCount, formatDifference, formatDuration, formatValue } from '#web/format/number.ts';
import { formatDateTime, formatTimeWithSeconds } from '#web/format/time.ts';
import { compareAt } from './compared-columns.ts';
import type { Reading } from './crosshair-context.ts';
import { FEW_ROWS } from './draw-series.ts';
import { type Gap, nearestIndex } from './samples.ts';
import type { Marker, TimeSeriesChartProps } from './time-series.ts';

export type ReadChart = Omit<TimeSeriesChartProps, 'gaps' | 'markers'> & {
  gaps: readonly Gap[];
  markers: readonly Marker[];
  /** Index of the series that limit and comparison belong to. */
  limited: number;
};

/** What a chart says at an instant: the values of the nearest sample, what they are held against, and what to mind. */
export function readSample(time: number, chart: ReadChart, zone: string): Reading | undefined {
  const { title, unit, times, step, series, counts, band, limit, gaps, markers, compare, limited } = chart;
  const index = nearestIndex(times, time);
  const sample = times[index];
  if (sample === undefined) return undefined;

  const isHit = Math.abs(sample - time) < step;
  const at = isHit ? sample : time;
  const valueOf = (values: Float64Array) => (isHit ? (values[index] ?? Number.NaN) : Number.NaN);
  const rows: Reading['rows'] = series.map(({ name, tone, values }) => ({
    name,
    tone,
    value: formatValue(valueOf(values), unit),
  }));
  if (compare) {
    const main = series[limited];
    const before = compareAt(compare, at, step);
    const difference = main ? valueOf(main.values) - before : Number.NaN;
    rows.push({
      name: compare.name,
      tone: 'muted',
      value: formatValue(before, unit),
      ...(!Number.isNaN(difference) && { difference: formatDifference(difference, unit) }),
    });
  }
  const notes: string[] = [];
  const count = counts?.[index];
  if (isHit && count !== undefined && !Number.isNaN(count)) {
    notes.push(`n ${formatCount(count)}${count < FEW_ROWS ? ', few rows' : ''}`);
  }
  if (limit) notes.push(`${limit.label} ${formatValue(limit.value, unit)}`);
  if (band && typeof band.low === 'number' && typeof band.high === 'number') {
    notes.push(`reference ${formatValue(band.low, unit)} to ${formatValue(band.high, unit)}`);
  }
  const gap = gaps.find(({ from, to }) => at >= from && at < to);
  if (gap) notes.push(gap.reason);
  const reach = Math.max(step, ((times.at(-1) ?? at) - (times[0] ?? at)) / 100);
  for (const marker of markers) if (Math.abs(marker.time - at) <= reach) notes.push(marker.label);
  if (step > 60_000) notes.push(`slots of ${formatDuration(step)}`);
  const when = step < 60_000 ? formatTimeWithSeconds(at, zone) : formatDateTime(at, zone);
  return { title, when, rows, notes };
}
