import { heldDomain, valueAxis, type ValueAxis } from './domain.ts';
import type { Tone } from './draw-series.ts';
import { extentOf, findSilences, type Gap, listGaps } from './samples.ts';
import type { ChartLimit, ChartSeries, Marker, TimeSeriesChartProps } from './time-series.ts';

/** A line's name at its end. */
export interface LineLabel {
  name: string;
  tone: Tone;
  value: number;
}

/** What of a chart is drawn by React: all that most polls do not change. */
export interface ChartShape extends Pick<
  TimeSeriesChartProps,
  'title' | 'unit' | 'yZero' | 'height' | 'sentence' | 'limit'
> {
  /** Another where the numbers are of something else. */
  source: object;
  /** Borders of the time axis. */
  start: number;
  end: number;
  valueAxis: ValueAxis;
  markers: readonly Marker[];
  /** Without the stretch of stale data. */
  gaps: readonly Gap[];
  hatched: readonly Gap[];
  labels: readonly LineLabel[];
  /** Index of the series that limit and comparison belong to. */
  limited: number;
}

const noMarkers: readonly Marker[] = [];
const noLabels: readonly LineLabel[] = [];

/**
 * The shape of a chart. Each part that says the same as before stays the same object, and so does the whole.
 *
 * @param phase 0–1, when the chart crosses the borders of its time axis
 */
export function shapeOf(
  chart: TimeSeriesChartProps,
  phase: number,
  before: ChartShape | undefined,
): ChartShape {
  const { title, unit, times, step, series, yZero, height, sentence, domain, staleFrom } = chart;
  const [start, end] = heldDomain(domain[0], domain[1], phase);
  const columns = series.map(({ values }) => values);
  const gaps = heldRows(before?.gaps, listGaps(findSilences(times, columns, step), chart.gaps ?? []));
  const stale = staleFrom === undefined ? [] : [{ from: staleFrom, to: domain[1], reason: 'stale' }];
  const axis = heldAxis(before?.valueAxis, axisOf(chart));
  const shape: ChartShape = {
    title,
    unit,
    yZero,
    height,
    sentence,
    source: chart.source ?? series,
    start,
    end,
    valueAxis: axis,
    markers: chart.markers ?? noMarkers,
    gaps,
    hatched: heldRows(before?.hatched, [...gaps, ...stale]),
    labels: heldLabels(before?.labels, lineLabels(series), axis),
    limit: before?.limit && chart.limit && isSame(before.limit, chart.limit) ? before.limit : chart.limit,
    limited: limitedSeries(series, chart.limit),
  };
  return before && isSame(before, shape) ? before : shape;
}

/** Field by field, by identity. */
function isSame<Value extends object>(a: Value, b: Value): boolean {
  const keys = Object.keys(b) as (keyof Value)[];
  return keys.length === Object.keys(a).length && keys.every((key) => Object.is(a[key], b[key]));
}

function heldRows(before: readonly Gap[] | undefined, found: readonly Gap[]): readonly Gap[] {
  const isHeld =
    before?.length === found.length && found.every((gap, at) => isSame<object>(gap, before[at] ?? {}));
  return isHeld ? before : found;
}

/** Borders that did not move: Recharts may rest. */
function heldAxis(before: ValueAxis | undefined, wanted: ValueAxis): ValueAxis {
  const isHeld =
    before?.low === wanted.low && before.high === wanted.high && before.ticks.length === wanted.ticks.length;
  return isHeld ? before : wanted;
}

/** A label stays where it is until its line has moved by about a pixel. */
function heldLabels(
  before: readonly LineLabel[] | undefined,
  found: readonly LineLabel[],
  { low, high }: ValueAxis,
): readonly LineLabel[] {
  const isHeld =
    before?.length === found.length &&
    found.every(({ name, tone, value }, at) => {
      const known = before[at];
      return (
        known?.name === name && known.tone === tone && Math.abs(known.value - value) <= (high - low) / 100
      );
    });
  return isHeld ? before : found;
}

/** Around the lines, what they are held against, and the limit, as far as these do not flatten the lines. */
function axisOf({ series, compare, band, limit, unit, yZero }: TimeSeriesChartProps): ValueAxis {
  const columns: (Float64Array | number[])[] = series.map(({ values }) => values);
  const own = extentOf(columns);
  const around = [compare?.values ?? [], ...(band ? [band.low, band.high] : []).map(toColumn)];
  for (const column of around) if (isNear(extentOf([column]), own, yZero)) columns.push(column);
  if (limit) {
    const { low, high } = extentOf(columns);
    const reach = yZero ? Math.abs(high) * 2 : Math.max((high - low) * 1.5, Math.abs(high) * 0.05);
    if (!(limit.value > high + reach || limit.value < low - reach)) columns.push([limit.value]);
  }
  const { low, high } = extentOf(columns);
  return valueAxis(low, high, unit, yZero);
}

/** What lies so far away that it would flatten the line is cut off at the edge; the tooltip still tells its values. */
function isNear(other: Extent, own: Extent, yZero: boolean): boolean {
  if (Number.isNaN(own.low)) return true;
  const low = yZero ? Math.min(0, own.low) : own.low;
  const high = yZero ? Math.max(0, own.high) : own.high;
  const span = Math.max(high - low, Math.abs(high) * 0.05);
  return !(other.high > high + FARTHEST * span || other.low < low - FARTHEST * span);
}

/** In spans of the line itself. */
const FARTHEST = 4;

type Extent = ReturnType<typeof extentOf>;

function toColumn(edge: number | Float64Array): Float64Array | number[] {
  return typeof edge === 'number' ? [edge] : edge;
}

/** Names at the line ends, once there are two lines to tell apart; the edges of a spread are clear without. */
function lineLabels(series: readonly ChartSeries[]): readonly LineLabel[] {
  const named = series.filter(({ tone }) => tone !== 'edge');
  if (named.length < 2) return noLabels;
  return named.flatMap(({ name, tone, values }) => {
    const last = values.findLast((value) => !Number.isNaN(value));
    return last === undefined ? [] : [{ name, tone, value: last }];
  });
}

function limitedSeries(series: readonly ChartSeries[], limit: ChartLimit | undefined): number {
  const named = series.findIndex(({ name }) => name === limit?.of);
  if (named >= 0) return named;
  return Math.max(
    0,
    series.findIndex(({ tone }) => tone === 'p95'),
  );
}
