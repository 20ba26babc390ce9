import type { Unit } from '#web/format/number.ts';
import type { Band, Severity, Tone } from './draw-series.ts';
import type { Gap } from './samples.ts';

export interface Marker {
  time: number;
  label: string;
}

export interface ChartSeries {
  name: string;
  values: Float64Array;
  tone: Tone;
}

/** What the limited series is held against, on the same clock: another window moved here, or another version. */
export interface ChartCompare {
  name: string;
  times: Float64Array;
  values: Float64Array;
}

export interface ChartLimit {
  value: number;
  severity: Severity;
  label: string;
  /** Which side of the limit is the breach; above when left out. */
  side?: 'above' | 'below' | undefined;
  /** Name of the series that it limits; p95, else the first, when left out. */
  of?: string | undefined;
}

export interface TimeSeriesChartProps {
  title: string;
  unit: Unit;
  /** Starts of the slots, epoch milliseconds, ascending; slots without rows may be left out. */
  times: Float64Array;
  /** Length of a slot in milliseconds. */
  step: number;
  /** One value a slot; NaN where there is none. */
  series: readonly ChartSeries[];
  /** Rows behind each point; below 100 the point is drawn hollow. */
  counts?: Float64Array | undefined;
  /** 1 where a value may still move, as with labels to come: hollow, too. */
  isOpen?: Uint8Array | undefined;
  compare?: ChartCompare | undefined;
  band?: Band | undefined;
  limit?: ChartLimit | undefined;
  gaps?: readonly Gap[] | undefined;
  markers?: readonly Marker[] | undefined;
  domain: readonly [from: number, to: number];
  /** Counts, shares and durations start at zero; other units have a range of their own. */
  yZero: boolean;
  height?: number | undefined;
  /** Another where the numbers are of something else; while it stays, their sentence follows them every ten seconds. */
  source?: object | undefined;
  /** What the chart shows, in words; made from the numbers when left out. */
  sentence?: string | undefined;
  /** From here to the end the data are stale. */
  staleFrom?: number | undefined;
  /** Values from here on may still change and are drawn dashed. */
  openFrom?: number | undefined;
}
