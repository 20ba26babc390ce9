import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { createTickFormat, formatValue, type Unit } from '#web/format/number.ts';
import { formatDateTime, timeTicks } from '#web/format/time.ts';
import { valueAxis } from './domain.ts';
import type { Severity } from './draw-series.ts';
import styles from './limit-chart.module.css';
import { useWidth } from './use-width.ts';

export interface LimitChartProps {
  title: string;
  /** What the chart shows, in words. */
  sentence: string;
  unit: Unit;
  zone: string;
  /** Starts of the points, epoch milliseconds, evenly spaced. */
  times: Float64Array;
  /** NaN breaks the line. */
  values: Float64Array;
  limit: { value: number; recover: number; severity: Severity; direction: 'above' | 'below' };
  /** The limit in force, where it is another one. */
  inForce?: number | undefined;
  /** One arrow key moves the limit by so much. */
  step: number;
  onLimit: (value: number) => void;
  /** Rows of spans beneath the axis. */
  lanes: readonly { name: string; spans: readonly { fromMs: number; toMs: number }[] }[];
}

const LEFT = 60;
const RIGHT = 12;
const TOP = 8;
const HEIGHT = 220;
const AXIS = 20;
const LANE = 16;

/** A series, and a limit that is dragged up and down on it, by pointer or by key. */
export function LimitChart(props: LimitChartProps) {
  const { title, sentence, unit, zone, times, values, limit, inForce, lanes } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const from = times[0] ?? 0;
  const to = (times.at(-1) ?? 1) + ((times[1] ?? 1) - from);
  const known = [...values].filter((value) => !Number.isNaN(value));
  const lowest = Math.min(...known, limit.value);
  const highest = Math.max(...known, limit.value);
  const room = (highest - lowest) * 0.15;
  const isFromZero = unit === 'share' || unit === 'count' || unit === 'perSecond' || lowest >= 0;
  const axis = useAxisAtRest(valueAxis(lowest, highest + room, unit, isFromZero));
  const plotWidth = Math.max(1, width - LEFT - RIGHT);
  const toX = (timeMs: number) => LEFT + (plotWidth * (timeMs - from)) / Math.max(1, to - from);
  const toY = (value: number) =>
    TOP + HEIGHT * (1 - (Math.min(axis.high, Math.max(axis.low, value)) - axis.low) / (axis.high - axis.low));
  const toValue = (y: number) => axis.low + (1 - (y - TOP) / HEIGHT) * (axis.high - axis.low);
  const format = createTickFormat(unit, Math.max(Math.abs(axis.low), Math.abs(axis.high)));
  const total = TOP + HEIGHT + AXIS + lanes.length * LANE;
  const beyond = limit.direction === 'above' ? [TOP, toY(limit.value)] : [toY(limit.value), TOP + HEIGHT];
  return (
    <figure className={styles.figure} aria-label={title}>
      <figcaption className={styles.sentence}>{sentence}</figcaption>
      <div ref={box} className={styles.plot} style={{ height: total }}>
        {width > 0 && (
          <svg width={width} height={total} aria-hidden="true" focusable="false">
            {axis.ticks.map((tick) => (
              <g key={tick}>
                <line x1={LEFT} x2={LEFT + plotWidth} y1={toY(tick)} y2={toY(tick)} className={styles.grid} />
                <text x={LEFT - 6} y={toY(tick) + 4} className={styles.yTick}>
                  {format(tick)}
                </text>
              </g>
            ))}
            {timeTicks(from, to, zone).map(({ time, label }) => (
              <text key={time} x={toX(time)} y={TOP + HEIGHT + 14} className={styles.xTick}>
                {label}
              </text>
            ))}
            <rect
              x={LEFT}
              width={plotWidth}
              y={beyond[0]}
              height={Math.max(0, (beyond[1] ?? 0) - (beyond[0] ?? 0))}
              className={styles.beyond}
              data-severity={limit.severity}
            />
            <path d={pathOf(times, values, toX, toY)} className={styles.line} />
            <line
              x1={LEFT}
              x2={LEFT + plotWidth}
              y1={toY(limit.recover)}
              y2={toY(limit.recover)}
              className={styles.recover}
            />
            {inForce !== undefined && (
              <line
                x1={LEFT}
                x2={LEFT + plotWidth}
                y1={toY(inForce)}
                y2={toY(inForce)}
                className={styles.inForce}
              />
            )}
            {lanes.map(({ name, spans }, lane) => {
              const y = TOP + HEIGHT + AXIS + lane * LANE;
              return (
                <g key={name}>
                  <text x={LEFT - 6} y={y + 11} className={styles.yTick}>
                    {name}
                  </text>
                  {spans.map(({ fromMs, toMs }) => (
                    <rect
                      key={fromMs}
                      x={toX(Math.max(from, fromMs))}
                      y={y + 3}
                      width={Math.max(2, toX(Math.min(to, toMs)) - toX(Math.max(from, fromMs)))}
                      height={LANE - 6}
                      className={styles.span}
                    >
                      <title>{`${name}, ${formatDateTime(fromMs, zone)}`}</title>
                    </rect>
                  ))}
                </g>
              );
            })}
          </svg>
        )}
        <Handle
          {...props}
          top={toY(limit.value)}
          low={axis.low}
          high={axis.high}
          toValue={toValue}
          box={box}
        />
      </div>
    </figure>
  );
}

/** The axis stands still while the limit is dragged on it; it follows when the limit has come to its edge. */
function useAxisAtRest(wanted: ReturnType<typeof valueAxis>): ReturnType<typeof valueAxis> {
  const [held, setHeld] = useState(wanted);
  const isWithin = wanted.low >= held.low && wanted.high <= held.high;
  const isMuchSmaller = wanted.high - wanted.low < (held.high - held.low) / 2;
  if (isWithin && !isMuchSmaller) return held;
  setHeld(wanted);
  return wanted;
}

function Handle({
  limit,
  unit,
  step,
  top,
  low,
  high,
  onLimit,
  toValue,
  box,
}: LimitChartProps & {
  top: number;
  low: number;
  high: number;
  toValue: (y: number) => number;
  box: React.RefObject<HTMLDivElement | null>;
}) {
  const toStep = (value: number) => Number((Math.round(value / step) * step).toPrecision(12));
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !box.current) return;
    const y = event.clientY - box.current.getBoundingClientRect().top;
    onLimit(toStep(Math.min(high, Math.max(low, toValue(y)))));
  };
  const press = (event: KeyboardEvent) => {
    const to = keyTarget(event.key, { value: limit.value, step, low, high });
    if (to === undefined) return;
    event.preventDefault();
    onLimit(toStep(to));
  };
  return (
    <div
      className={styles.handle}
      style={{ top: top - 12 }}
      role="slider"
      tabIndex={0}
      aria-label={`Limit, ${limit.severity}`}
      aria-orientation="vertical"
      aria-valuemin={Math.min(low, limit.value)}
      aria-valuemax={Math.max(high, limit.value)}
      aria-valuenow={limit.value}
      aria-valuetext={formatValue(limit.value, unit)}
      data-severity={limit.severity}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    >
      <span className={styles.grip}>{formatValue(limit.value, unit)}</span>
    </div>
  );
}

function keyTarget(
  key: string,
  { value, step, low, high }: { value: number; step: number; low: number; high: number },
): number | undefined {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowRight':
      return value + step;
    case 'ArrowDown':
    case 'ArrowLeft':
      return value - step;
    case 'PageUp':
      return value + 10 * step;
    case 'PageDown':
      return value - 10 * step;
    case 'Home':
      return low;
    case 'End':
      return high;
    default:
      return undefined;
  }
}

function pathOf(
  times: Float64Array,
  values: Float64Array,
  toX: (timeMs: number) => number,
  toY: (value: number) => number,
): string {
  let path = '';
  let isDown = false;
  for (let i = 0; i < times.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) {
      isDown = false;
      continue;
    }
    path += `${isDown ? 'L' : 'M'}${toX(times[i] as number).toFixed(1)},${toY(value).toFixed(1)}`;
    if (!isDown) path += 'h0.01'; // a single point between holes is seen, too
    isDown = true;
  }
  return path;
}
