import {
  type PointerEvent,
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { prepareCanvas } from './canvas.ts';
import { rememberDrawing } from './chart-numbers.ts';
import type { ChartView } from './chart-caption.tsx';
import { answerChartKey } from './chart-keys.ts';
import { type ChartHandle, type ChartRoom, useCrosshair } from './crosshair-context.ts';
import { heldDomain, phaseOf, valueAxis, type ValueAxis } from './domain.ts';
import { drawSeries, type Frame } from './draw-series.ts';
import { usePalette } from './palette.ts';
import { type PlotArea, PlotGrid } from './plot-grid.tsx';
import { type LineLabel, PlotOverlay } from './plot-overlay.tsx';
import styles from './plot.module.css';
import { readSample } from './read-sample.ts';
import { extentOf, type Gap, nearestIndex } from './samples.ts';
import type { ChartSeries, Marker, TimeSeriesChartProps } from './time-series.ts';
import { TimeAxis } from './time-axis.tsx';
import { useSpanDrag } from './use-span-drag.ts';
import { useWidth } from './use-width.ts';

interface PlotProps extends TimeSeriesChartProps {
  id: string;
  group: string;
  height: number;
  gaps: readonly Gap[];
  /** Index of the series that the limit belongs to. */
  limited: number;
  takesFocus: boolean;
  onView: (view: ChartView) => void;
}

const noMarkers: readonly Marker[] = [];

/** Recharts' frame, our canvas in it, the overlay, and the line of the shared crosshair. */
export function Plot(props: PlotProps) {
  const { id, title, unit, times, step, series, band, limit, domain, height, gaps, limited } = props;
  const { compare, counts, isOpen, openFrom, staleFrom, markers = noMarkers, takesFocus } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const palette = usePalette();
  const room = useCrosshair();
  const zone = room?.zone ?? 'UTC';
  const [area, setArea] = useState<PlotArea>();
  const takeArea = useCallback(
    (next: PlotArea) => setArea((last) => (last && isSameArea(last, next) ? last : next)),
    [],
  );

  const [start, end] = heldDomain(domain[0], domain[1], phaseOf(id));
  const frame = useMemo(() => area && frameOf(area, start, end), [area, start, end]);
  const axis = useHeldAxis(props);
  const labels = useMemo(() => lineLabels(series), [series]);
  const marginRight = labels.length > 0 ? labelRoom(labels) : 12;
  const hatched = useMemo(
    () => (staleFrom === undefined ? gaps : [...gaps, { from: staleFrom, to: domain[1], reason: 'stale' }]),
    [gaps, staleFrom, domain],
  );

  useLayoutEffect(() => {
    if (!canvas.current || !frame) return;
    const context = prepareCanvas(canvas.current, frame.width, frame.height, palette.pixelRatio);
    if (!context) return;
    const drawing = { times, step, series, compare, counts, isOpen, band, limit, limited, openFrom };
    drawSeries(context, frame, drawing, palette);
    rememberDrawing(canvas.current, (brush) => drawSeries(brush, frame, drawing, palette));
  }, [frame, palette, times, step, series, compare, counts, isOpen, band, limit, limited, openFrom]);

  const handle = useChartHandle({ ...props, gaps: hatched, markers }, zone, frame, box);
  const line = useCrosshairLine(room, frame);
  const stripe = useSpanStripe(room, frame);
  const drag = useSpanDrag(room, (event) => slotUnder(event, step, frame));
  useEffect(() => {
    if (takesFocus) box.current?.focus({ preventScroll: true });
  }, [takesFocus]);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application role takes keys and pointer
    <div
      ref={box}
      className={styles.plot}
      style={{ height }}
      role="application"
      aria-roledescription="chart"
      aria-label={`${title}; arrow keys read the values`}
      tabIndex={-1}
      onPointerMove={(event) => {
        room?.crosshair.hover(id, sampleUnder(event, times, frame));
        drag.onPointerMove(event);
      }}
      onPointerDown={(event) => {
        room?.crosshair.hover(id, sampleUnder(event, times, frame));
        drag.onPointerDown(event);
      }}
      onPointerUp={() => drag.onPointerUp()}
      onPointerCancel={() => drag.onPointerCancel()}
      onPointerLeave={() => room?.crosshair.leave()}
      onClick={() => !drag.isClickOfDrag() && room?.crosshair.togglePin()}
      onFocus={() => handle.current && room?.makeStop(handle.current)}
      onBlur={() => room?.crosshair.leave()}
      onKeyDown={(event) =>
        room &&
        handle.current &&
        answerChartKey(event, room, handle.current, { times, onTable: () => props.onView('table') })
      }
    >
      {width > 0 && (
        <div aria-hidden="true">
          <PlotGrid
            width={width}
            height={height}
            marginRight={marginRight}
            valueAxis={axis}
            unit={unit}
            onArea={takeArea}
          />
          {area && <TimeAxis area={area} chartWidth={width} from={start} to={end} zone={zone} />}
        </div>
      )}
      <PlotCanvas frame={frame} canvas={canvas} />
      {frame && (
        <PlotOverlay
          frame={frame}
          chartWidth={width}
          chartHeight={height}
          unit={unit}
          gaps={hatched}
          limit={limit}
          markers={markers}
          labels={labels}
          hasBrokenAxis={!props.yZero && axis.low > 0}
        />
      )}
      <PlotPointers frame={frame} stripe={stripe} line={line} />
    </div>
  );
}

interface PlotCanvasProps {
  frame: Frame | undefined;
  canvas: RefObject<HTMLCanvasElement | null>;
}

/** Drawn past React, like the pointers: both rest while data arrive. */
const PlotCanvas = memo(function PlotCanvas({ frame, canvas }: PlotCanvasProps) {
  const { left, top, width, height } = frame ?? {};
  return (
    <canvas ref={canvas} aria-hidden="true" className={styles.canvas} style={{ left, top, width, height }} />
  );
});

interface PlotPointersProps {
  frame: Frame | undefined;
  stripe: RefObject<HTMLDivElement | null>;
  line: RefObject<HTMLDivElement | null>;
}

/** The span that is being chosen, and the crosshair. */
const PlotPointers = memo(function PlotPointers({ frame, stripe, line }: PlotPointersProps) {
  const { top, height } = frame ?? {};
  return (
    <>
      <div ref={stripe} className={styles.span} style={{ top, height }} hidden />
      <div ref={line} className={styles.crosshair} style={{ top, height }} hidden />
    </>
  );
});

/** The value axis; the same object for as long as its borders do not move, so that Recharts rests. */
function useHeldAxis({ series, compare, band, limit, unit, yZero }: PlotProps): ValueAxis {
  const wanted = useMemo(() => {
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
  }, [series, compare, band, limit, unit, yZero]);
  const [held, setHeld] = useState(wanted);
  if (held.low === wanted.low && held.high === wanted.high && held.ticks.length === wanted.ticks.length)
    return held;
  setHeld(wanted);
  return wanted;
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

function isSameArea(a: PlotArea, b: PlotArea): boolean {
  return (Object.keys(a) as (keyof PlotArea)[]).every((key) => a[key] === b[key]);
}

function frameOf(area: PlotArea, start: number, end: number): Frame {
  const kx = area.width / (end - start);
  return { ...area, x0: area.left - kx * start, kx };
}

const noLabels: LineLabel[] = [];

/** Names at the line ends, once there are two lines to tell apart; the edges of a spread are clear without. */
function lineLabels(series: readonly ChartSeries[]): LineLabel[] {
  const named = series.filter(({ tone }) => tone !== 'edge');
  if (named.length < 2) return noLabels;
  return named.flatMap(({ name, tone, values }) => {
    const last = values.findLast((value) => !Number.isNaN(value));
    return last === undefined ? [] : [{ name, tone, value: last }];
  });
}

function labelRoom(labels: readonly LineLabel[]): number {
  const longest = Math.max(...labels.map(({ name }) => name.length));
  return Math.min(96, 24 + longest * 7);
}

function sampleUnder(event: PointerEvent, times: Float64Array, frame: Frame | undefined): number {
  const left = event.currentTarget.getBoundingClientRect().left;
  const time = frame ? (event.clientX - left - frame.x0) / frame.kx : Number.NaN;
  return times[nearestIndex(times, time)] ?? time;
}

/** Start of the slot under the pointer, also where it holds no sample. */
function slotUnder(event: PointerEvent, step: number, frame: Frame | undefined): number {
  const left = event.currentTarget.getBoundingClientRect().left;
  if (!frame) return Number.NaN;
  const x = Math.min(frame.left + frame.width, Math.max(frame.left, event.clientX - left));
  return Math.round((x - frame.x0) / frame.kx / step) * step;
}

/** Enters the chart into the page's register; what it reads is always the latest render's. */
function useChartHandle(
  props: PlotProps & { markers: readonly Marker[] },
  zone: string,
  frame: Frame | undefined,
  box: RefObject<HTMLDivElement | null>,
) {
  const room = useCrosshair();
  const latest = useRef({ props, zone, frame });
  useLayoutEffect(() => {
    latest.current = { props, zone, frame };
  });
  const handle = useRef<ChartHandle>(undefined);
  const { id, group } = props;
  useLayoutEffect(() => {
    if (!box.current || !room) return;
    const element = box.current;
    handle.current = {
      id,
      group,
      element,
      read: (time) => readSample(time, latest.current.props, latest.current.zone),
      place(time) {
        const { frame } = latest.current;
        if (!frame) return undefined;
        const { left, top } = element.getBoundingClientRect();
        return {
          x: left + frame.x0 + frame.kx * time,
          top: top + frame.top,
        };
      },
    };
    return room.register(handle.current);
  }, [id, group, room, box]);
  return handle;
}

/** Shifts the line with the crosshair, past React: this runs at every mouse move, in every chart. */
function useCrosshairLine(
  room: ChartRoom | undefined,
  frame: Frame | undefined,
): RefObject<HTMLDivElement | null> {
  const line = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!room || !frame) return;
    const follow = () => {
      const element = line.current;
      if (!element) return;
      const { time, isPinned } = room.crosshair.getState();
      const x = time === undefined ? Number.NaN : frame.x0 + frame.kx * time;
      const isInside = x >= frame.left - 1 && x <= frame.left + frame.width + 1;
      element.hidden = !isInside;
      element.toggleAttribute('data-pinned', isPinned);
      if (isInside) element.style.transform = `translateX(${Math.round(x)}px)`;
    };
    follow();
    return room.crosshair.subscribe(follow);
  }, [room, frame]);
  return line;
}

/** Shows the span that is being chosen, past React like the crosshair. */
function useSpanStripe(
  room: ChartRoom | undefined,
  frame: Frame | undefined,
): RefObject<HTMLDivElement | null> {
  const stripe = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!room || !frame) return;
    const follow = () => {
      const element = stripe.current;
      if (!element) return;
      const span = room.selection.getState();
      element.hidden = !span;
      if (!span) return;
      const right = frame.left + frame.width;
      const [from, to] = [Math.min(span.start, span.end), Math.max(span.start, span.end)].map((time) =>
        Math.min(right, Math.max(frame.left, frame.x0 + frame.kx * time)),
      ) as [number, number];
      element.style.transform = `translateX(${Math.round(from)}px)`;
      element.style.width = `${Math.max(1, Math.round(to - from))}px`;
    };
    follow();
    return room.selection.subscribe(follow);
  }, [room, frame]);
  return stripe;
}
