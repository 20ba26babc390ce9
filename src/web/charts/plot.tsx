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
import type { ChartFeed } from './chart-feed.ts';
import { answerChartKey } from './chart-keys.ts';
import type { ChartShape, LineLabel } from './chart-shape.ts';
import { type ChartHandle, type ChartRoom, useCrosshair } from './crosshair-context.ts';
import { drawSeries, type Frame } from './draw-series.ts';
import { usePalette } from './palette.ts';
import { type PlotArea, PlotGrid } from './plot-grid.tsx';
import { PlotOverlay } from './plot-overlay.tsx';
import styles from './plot.module.css';
import { readSample } from './read-sample.ts';
import { nearestIndex } from './samples.ts';
import { TimeAxis } from './time-axis.tsx';
import { useSpanDrag } from './use-span-drag.ts';
import { useWidth } from './use-width.ts';

interface PlotProps {
  id: string;
  group: string;
  feed: ChartFeed;
  shape: ChartShape;
  height: number;
  takesFocus: boolean;
  onView: (view: ChartView) => void;
}

/** Recharts' frame, our canvas in it, the overlay, and the line of the shared crosshair. */
export function Plot(props: PlotProps) {
  const { id, feed, shape, height, takesFocus } = props;
  const { title, unit, limit, start, end, labels } = shape;
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

  const frame = useMemo(() => area && frameOf(area, start, end), [area, start, end]);
  const marginRight = labels.length > 0 ? labelRoom(labels) : 12;

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element || !frame) return;
    const draw = () => {
      const context = prepareCanvas(element, frame.width, frame.height, palette.pixelRatio);
      if (!context) return;
      const drawing = { ...feed.read(), limited: feed.shape().limited };
      drawSeries(context, frame, drawing, palette);
      rememberDrawing(element, (brush) => drawSeries(brush, frame, drawing, palette));
    };
    draw();
    return feed.subscribe(draw);
  }, [frame, palette, feed]);

  const handle = useChartHandle(props, zone, frame, box);
  const line = useCrosshairLine(room, frame);
  const stripe = useSpanStripe(room, frame);
  const drag = useSpanDrag(room, (event) => slotUnder(event, feed.read().step, frame));
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
        room?.crosshair.hover(id, sampleUnder(event, feed.read().times, frame));
        drag.onPointerMove(event);
      }}
      onPointerDown={(event) => {
        room?.crosshair.hover(id, sampleUnder(event, feed.read().times, frame));
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
        answerChartKey(event, room, handle.current, {
          times: feed.read().times,
          onTable: () => props.onView('table'),
        })
      }
    >
      {width > 0 && (
        <div aria-hidden="true">
          <PlotGrid
            width={width}
            height={height}
            marginRight={marginRight}
            valueAxis={shape.valueAxis}
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
          gaps={shape.hatched}
          limit={limit}
          markers={shape.markers}
          labels={labels}
          hasBrokenAxis={!shape.yZero && shape.valueAxis.low > 0}
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

function isSameArea(a: PlotArea, b: PlotArea): boolean {
  return (Object.keys(a) as (keyof PlotArea)[]).every((key) => a[key] === b[key]);
}

function frameOf(area: PlotArea, start: number, end: number): Frame {
  const kx = area.width / (end - start);
  return { ...area, x0: area.left - kx * start, kx };
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

/** Enters the chart into the page's register. */
function useChartHandle(
  props: PlotProps,
  zone: string,
  frame: Frame | undefined,
  box: RefObject<HTMLDivElement | null>,
) {
  const room = useCrosshair();
  const latest = useRef({ zone, frame });
  useLayoutEffect(() => {
    latest.current = { zone, frame };
  });
  const handle = useRef<ChartHandle>(undefined);
  const { id, group, feed } = props;
  useLayoutEffect(() => {
    if (!box.current || !room) return;
    const element = box.current;
    handle.current = {
      id,
      group,
      element,
      read(time) {
        const { hatched, markers, limited } = feed.shape();
        return readSample(time, { ...feed.read(), gaps: hatched, markers, limited }, latest.current.zone);
      },
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
  }, [id, group, feed, room, box]);
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
