import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { formatCount, formatDuration, formatValue } from '#web/format/number.ts';
import { formatDateTime, formatTimeWithSeconds } from '#web/format/time.ts';
import { Axes } from './axes.tsx';
import { prepareCanvas } from './canvas.ts';
import { type ChartHandle, type ChartRoom, type Reading, useCrosshair } from './crosshair-context.ts';
import { heldDomain, phaseOf, valueAxis, type ValueAxis } from './domain.ts';
import { drawSeries, FEW_ROWS, type Frame } from './draw-series.ts';
import { usePalette } from './palette.ts';
import { type LineLabel, PlotOverlay } from './plot-overlay.tsx';
import styles from './plot.module.css';
import { extentOf, type Gap, nearestIndex } from './samples.ts';
import type { ChartSeries, Marker, TimeSeriesChartProps } from './time-series.ts';
import { useWidth } from './use-width.ts';

interface PlotProps extends TimeSeriesChartProps {
  id: string;
  group: string;
  height: number;
  gaps: readonly Gap[];
  /** Index of the series that the limit belongs to. */
  limited: number;
  takesFocus: boolean;
  onTable: () => void;
}

const noMarkers: readonly Marker[] = [];

/** Recharts' frame, our canvas in it, the overlay, and the line of the shared crosshair. */
export function Plot(props: PlotProps) {
  const { id, title, unit, times, step, series, band, limit, domain, height, gaps, limited } = props;
  const { counts, openFrom, staleFrom, markers = noMarkers, takesFocus } = props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const palette = usePalette();
  const room = useCrosshair();
  const zone = room?.zone ?? 'UTC';
  const [frame, setFrame] = useState<Frame>();
  const takeFrame = useCallback(
    (next: Frame) => setFrame((last) => (last && isSameFrame(last, next) ? last : next)),
    [],
  );

  const [start, end] = heldDomain(domain[0], domain[1], phaseOf(id));
  const axis = useHeldAxis(props);
  const labels = useMemo(() => lineLabels(series), [series]);
  const marginRight = labels.length > 0 ? labelRoom(labels) : 12;
  const hatched =
    staleFrom === undefined ? gaps : [...gaps, { from: staleFrom, to: domain[1], reason: 'stale' }];

  useLayoutEffect(() => {
    if (!canvas.current || !frame) return;
    const context = prepareCanvas(canvas.current, frame.width, frame.height, palette.pixelRatio);
    if (!context) return;
    drawSeries(context, frame, { times, step, series, counts, band, limit, limited, openFrom }, palette);
  }, [frame, palette, times, step, series, counts, band, limit, limited, openFrom]);

  const handle = useChartHandle({ ...props, gaps: hatched, markers }, zone, frame, box);
  const line = useCrosshairLine(room, frame);
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
      onPointerMove={(event) => room?.crosshair.hover(id, sampleUnder(event, times, frame))}
      onPointerDown={(event) => room?.crosshair.hover(id, sampleUnder(event, times, frame))}
      onPointerLeave={() => room?.crosshair.leave()}
      onClick={() => room?.crosshair.togglePin()}
      onFocus={() => handle.current && room?.makeStop(handle.current)}
      onBlur={() => room?.crosshair.leave()}
      onKeyDown={(event) => room && handle.current && answerKey(event, room, handle.current, props)}
    >
      {width > 0 && (
        <div aria-hidden="true">
          <Axes
            width={width}
            height={height}
            marginRight={marginRight}
            from={start}
            to={end}
            valueAxis={axis}
            unit={unit}
            zone={zone}
            onFrame={takeFrame}
          />
        </div>
      )}
      <canvas
        ref={canvas}
        aria-hidden="true"
        className={styles.canvas}
        style={{ left: frame?.left, top: frame?.top, width: frame?.width, height: frame?.height }}
      />
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
      <div
        ref={line}
        className={styles.crosshair}
        style={{ top: frame?.top, height: frame?.height }}
        hidden
      />
    </div>
  );
}

/** The value axis; the same object for as long as its borders do not move, so that Recharts rests. */
function useHeldAxis({ series, band, limit, unit, yZero }: PlotProps): ValueAxis {
  const wanted = useMemo(() => {
    const columns: (Float64Array | number[])[] = series.map(({ values }) => values);
    for (const edge of band ? [band.low, band.high] : [])
      columns.push(typeof edge === 'number' ? [edge] : edge);
    const { low, high } = extentOf(columns);
    if (!limit) return valueAxis(low, high, unit, yZero);
    // A limit far away would flatten the line; it is then named at the edge instead.
    const reach = yZero ? Math.abs(high) * 2 : Math.max((high - low) * 1.5, Math.abs(high) * 0.05);
    const isNear = !(limit.value > high + reach || limit.value < low - reach);
    const columnsWithLimit = isNear ? [...columns, [limit.value]] : columns;
    const extent = extentOf(columnsWithLimit);
    return valueAxis(extent.low, extent.high, unit, yZero);
  }, [series, band, limit, unit, yZero]);
  const [held, setHeld] = useState(wanted);
  if (held.low === wanted.low && held.high === wanted.high && held.ticks.length === wanted.ticks.length)
    return held;
  setHeld(wanted);
  return wanted;
}

function isSameFrame(a: Frame, b: Frame): boolean {
  return (Object.keys(a) as (keyof Frame)[]).every((key) => a[key] === b[key]);
}

/** Names at the line ends, once there are two lines to tell apart. */
function lineLabels(series: readonly ChartSeries[]): LineLabel[] {
  if (series.length < 2) return [];
  return series.flatMap(({ name, tone, values }) => {
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
      read: (time) => readAt(time, latest.current.props, latest.current.zone),
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

function readAt(
  time: number,
  {
    title,
    unit,
    times,
    step,
    series,
    counts,
    band,
    limit,
    gaps,
    markers,
  }: PlotProps & { markers: readonly Marker[] },
  zone: string,
): Reading | undefined {
  const index = nearestIndex(times, time);
  const sample = times[index];
  if (sample === undefined) return undefined;

  const isHit = Math.abs(sample - time) < step;
  const at = isHit ? sample : time;
  const rows = series.map(({ name, tone, values }) => ({
    name,
    tone,
    value: formatValue(isHit ? values[index] : Number.NaN, unit),
  }));
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

function answerKey(
  event: KeyboardEvent,
  room: ChartRoom,
  handle: ChartHandle,
  { times, onTable }: PlotProps,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { crosshair } = room;
  const { time } = crosshair.getState();
  const last = times.length - 1;
  const stride = event.shiftKey ? 10 : 1;
  // Without a crosshair the first key shows the latest sample, from where one walks back.
  const index = time === undefined ? undefined : nearestIndex(times, time);
  const go = (target: number) => {
    const sample = times[Math.min(last, Math.max(0, target))];
    if (sample !== undefined) crosshair.move(handle.id, sample);
  };
  const actions: Record<string, () => void> = {
    ArrowLeft: () => go(index === undefined ? last : index - stride),
    ArrowRight: () => go(index === undefined ? last : index + stride),
    Home: () => go(0),
    End: () => go(last),
    ArrowUp: () => goToNeighbour(-1),
    ArrowDown: () => goToNeighbour(1),
    Enter: () => (index === undefined ? go(last) : crosshair.togglePin()),
    Escape: () => crosshair.close(),
    v: onTable,
  };
  const action = actions[event.key];
  if (!action || (event.key === 'Escape' && time === undefined)) return;
  event.preventDefault();
  action();

  function goToNeighbour(direction: 1 | -1) {
    const members = room.listCharts(handle.group);
    const neighbour = members[members.indexOf(handle) + direction];
    if (!neighbour) return;
    neighbour.element.focus();
    neighbour.element.scrollIntoView({ block: 'nearest' });
    const sample = time ?? times[last];
    if (sample !== undefined) crosshair.move(neighbour.id, sample);
  }
}
