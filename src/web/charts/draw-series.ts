import type { Brush } from './brush.ts';
import { isBeyond } from './describe-series.ts';
import type { ColourToken, Palette } from './palette.ts';
import { firstAtOrAfter, isContinuous } from './samples.ts';

export type Tone =
  | 'p50'
  | 'p95'
  | 'p99'
  | 'series1'
  | 'series2'
  | 'series3'
  | 'series4'
  | 'series5'
  | 'expected'
  | 'edge'
  | 'muted';

interface Stroke {
  colour: ColourToken;
  width: number;
  /** Where points lie closer than a pixel: a wide line would smear them, and costs six times as much to paint. */
  denseWidth?: number;
  dash: readonly number[];
}

/** The percentiles share one hue and differ by width; the last is dashed. */
export const strokes: Record<Tone, Stroke> = {
  p50: { colour: 'series-1', width: 1, dash: [] },
  p95: { colour: 'series-1', width: 1.5, dash: [] },
  p99: { colour: 'series-1', width: 2, dash: [5, 3] },
  series1: { colour: 'series-1', width: 1.5, denseWidth: 1, dash: [] },
  series2: { colour: 'series-2', width: 1.5, denseWidth: 1, dash: [] },
  series3: { colour: 'series-3', width: 1.5, denseWidth: 1, dash: [] },
  series4: { colour: 'series-4', width: 1.5, denseWidth: 1, dash: [] },
  series5: { colour: 'series-5', width: 1.5, denseWidth: 1, dash: [] },
  expected: { colour: 'series-2', width: 1.5, dash: [4, 3] },
  edge: { colour: 'series-1', width: 0.75, dash: [] },
  muted: { colour: 'reference', width: 1, dash: [] },
};

/** Where the plot lies in its chart, and how time and value become CSS pixels of the chart: `x0 + kx · time`. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
  x0: number;
  kx: number;
  y0: number;
  ky: number;
}

export interface DrawnSeries {
  values: Float64Array;
  tone: Tone;
}

export interface Drawing {
  times: Float64Array;
  step: number;
  series: readonly DrawnSeries[];
  /** What the series are held against, with times of its own. */
  compare?: { times: Float64Array; values: Float64Array } | undefined;
  counts?: Float64Array | undefined;
  /** 1 where the value may still move; such points are hollow, too. */
  isOpen?: Uint8Array | undefined;
  band?: Band | undefined;
  limit?: { value: number; side?: 'above' | 'below' | undefined; severity: Severity } | undefined;
  /** Index of the series that the limit belongs to. */
  limited: number;
  /** Values from here on may still change. */
  openFrom?: number | undefined;
}

export type Severity = 'critical' | 'warning';

/** A reference's p5, median and p95, or an interval of the first series; constant or one of each per sample. */
export interface Band {
  of?: 'reference' | 'series' | undefined;
  low: number | Float64Array;
  median: number | Float64Array;
  high: number | Float64Array;
}

/** Points from fewer rows than this are drawn hollow. */
export const FEW_ROWS = 100;

/** Paints band, breaches, lines and points into a context whose origin is the plot's upper left corner. */
export function drawSeries(context: Brush, frame: Frame, drawing: Drawing, palette: Palette): void {
  const x = (time: number) => frame.x0 + frame.kx * time - frame.left;
  const y = (value: number) => frame.y0 + frame.ky * value - frame.top;
  context.save();
  context.beginPath();
  context.rect(0, 0, frame.width, frame.height);
  context.clip();
  if (drawing.band) drawBand(context, frame, drawing, drawing.band, x, y, palette);
  drawBreaches(context, frame, drawing, x, y, palette);
  if (drawing.compare) {
    const { times, values } = drawing.compare;
    drawLine(context, frame, { ...drawing, times, openFrom: undefined }, { values, tone: 'muted' }, palette);
  }
  // What one compares with lies below what one looks at.
  for (const isMuted of [true, false]) {
    for (const series of drawing.series) {
      if ((series.tone === 'muted') === isMuted) drawLine(context, frame, drawing, series, palette);
    }
  }
  if (drawing.counts || drawing.isOpen) drawHollowPoints(context, frame, drawing, x, y, palette);
  context.restore();
}

type ToPixel = (value: number) => number;

function drawBand(
  context: Brush,
  frame: Frame,
  { times, step }: Drawing,
  { of, low, median, high }: Band,
  x: ToPixel,
  y: ToPixel,
  { colours }: Palette,
): void {
  const colour = colours[of === 'series' ? 'series-1' : 'reference'];
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  if (typeof low === 'number' && typeof median === 'number' && typeof high === 'number') {
    context.globalAlpha = 0.18;
    context.fillRect(0, y(high), frame.width, Math.max(1, y(low) - y(high)));
    context.globalAlpha = 0.8;
    context.beginPath();
    context.moveTo(0, y(median));
    context.lineTo(frame.width, y(median));
    context.stroke();
    context.globalAlpha = 1;
    return;
  }
  const at = (edge: number | Float64Array, index: number) =>
    typeof edge === 'number' ? edge : (edge[index] ?? Number.NaN);
  context.globalAlpha = 0.18;
  for (let index = 0; index < times.length; index += 1) {
    const bottom = at(low, index);
    const top = at(high, index);
    if (Number.isNaN(bottom) || Number.isNaN(top)) continue;
    const from = x((times[index] ?? 0) - step / 2);
    const to = x((times[index] ?? 0) + step / 2);
    context.fillRect(from, y(top), to - from, y(bottom) - y(top));
  }
  context.globalAlpha = 0.8;
  context.beginPath();
  for (let index = 0; index < times.length; index += 1) {
    const middle = at(median, index);
    if (Number.isNaN(middle)) continue;
    const isDrawn = isContinuous(times, index, step) && !Number.isNaN(at(median, index - 1));
    if (isDrawn) context.lineTo(x(times[index] ?? 0), y(middle));
    else context.moveTo(x(times[index] ?? 0), y(middle));
  }
  context.stroke();
  context.globalAlpha = 1;
}

/** The side beyond the limit, tinted for as long as the value is there. */
function drawBreaches(
  context: Brush,
  frame: Frame,
  { times, step, series, limit, limited }: Drawing,
  x: ToPixel,
  y: ToPixel,
  { colours }: Palette,
): void {
  const values = series[limited]?.values;
  if (!limit || !values) return;
  const edge = Math.min(frame.height, Math.max(0, y(limit.value)));
  const [top, height] = limit.side === 'below' ? [edge, frame.height - edge] : [0, edge];
  context.fillStyle = colours[limit.severity === 'critical' ? 'critical-tint' : 'warning-tint'];
  for (let index = 0; index < times.length; index += 1) {
    if (!isBeyond(values[index] ?? Number.NaN, limit)) continue;
    const from = x((times[index] ?? 0) - step / 2);
    context.fillRect(Math.floor(from), top, Math.ceil(x((times[index] ?? 0) + step / 2) - from) + 1, height);
  }
}

/** A line that a missing value or slot breaks; a value between two breaks is a dot; the open end is dashed. */
function drawLine(
  context: Brush,
  frame: Frame,
  { times, step, openFrom }: Drawing,
  { values, tone }: DrawnSeries,
  { colours }: Palette,
): void {
  const stroke = strokes[tone];
  context.strokeStyle = colours[stroke.colour];
  context.fillStyle = colours[stroke.colour];
  context.lineWidth = frame.kx * step < 1 ? (stroke.denseWidth ?? stroke.width) : stroke.width;
  context.lineJoin = 'bevel'; // looks like `round` in lines this thin, and takes a quarter less to paint
  context.setLineDash([...stroke.dash]);
  const open = openFrom === undefined ? times.length : firstAtOrAfter(times, openFrom);
  addPoints(0, open, false);
  if (open < times.length) {
    context.setLineDash([2, 3]);
    addPoints(open, times.length, open > 0);
  }
  context.setLineDash([]);

  /** One loop without calls: at each poll it runs for all points of the page. */
  function addPoints(from: number, to: number, isContinued: boolean) {
    const [x0, y0] = [frame.x0 - frame.left, frame.y0 - frame.top];
    const { kx, ky } = frame;
    let lastTime = times[from - 1] ?? Number.NEGATIVE_INFINITY;
    let last = values[from - 1] ?? Number.NaN;
    context.beginPath();
    if (isContinued) context.moveTo(x0 + kx * lastTime, y0 + ky * last);
    for (let index = from; index < to; index += 1) {
      const time = times[index] ?? Number.NaN;
      const value = values[index] ?? Number.NaN;
      if (!Number.isNaN(value)) {
        const px = x0 + kx * time;
        const py = y0 + ky * value;
        if (time - lastTime < step * 1.5 && !Number.isNaN(last)) {
          context.lineTo(px, py);
        } else {
          context.moveTo(px, py);
          if (!isJoined(index + 1)) context.fillRect(px - 1.5, py - 1.5, 3, 3);
        }
      }
      lastTime = time;
      last = value;
    }
    context.stroke();
  }

  function isJoined(index: number) {
    return (
      index < times.length &&
      isContinuous(times, index, step) &&
      !Number.isNaN(values[index - 1] ?? Number.NaN) &&
      !Number.isNaN(values[index] ?? Number.NaN)
    );
  }
}

/** Rings at the points of few rows and those that may still move; where they would touch, one in so many. */
function drawHollowPoints(
  context: Brush,
  frame: Frame,
  { times, step, series, counts, isOpen }: Drawing,
  x: ToPixel,
  y: ToPixel,
  { colours }: Palette,
): void {
  const stride = Math.max(1, Math.ceil(7 / Math.max(0.01, frame.kx * step)));
  context.lineWidth = 1;
  context.fillStyle = colours.surface;
  for (const { values, tone } of series) {
    if (tone === 'muted' || tone === 'edge' || tone === 'expected') continue;
    context.strokeStyle = colours[strokes[tone].colour];
    for (let index = 0; index < times.length; index += stride) {
      const value = values[index] ?? Number.NaN;
      const isHollow = isOpen?.[index] === 1 || (counts?.[index] ?? Number.NaN) < FEW_ROWS;
      if (Number.isNaN(value) || !isHollow) continue;
      context.beginPath();
      context.arc(x(times[index] ?? 0), y(value), 2.25, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }
}
