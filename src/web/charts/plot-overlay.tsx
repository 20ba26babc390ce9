import { memo, useId } from 'react';
import { formatValue, type Unit } from '#web/format/number.ts';
import type { LineLabel } from './chart-shape.ts';
import type { Frame, Severity } from './draw-series.ts';
import { LineSample } from './line-sample.tsx';
import styles from './plot-overlay.module.css';
import type { Gap } from './samples.ts';
import type { Marker } from './time-series.ts';

/** What lies over the canvas and can be styled: hatched gaps, the limit, events, the names at the line ends. */
export const PlotOverlay = memo(function PlotOverlay({
  frame,
  chartWidth,
  chartHeight,
  unit,
  gaps,
  limit,
  markers,
  labels,
  hasBrokenAxis,
}: {
  frame: Frame;
  chartWidth: number;
  chartHeight: number;
  unit: Unit;
  gaps: readonly Gap[];
  limit?: { value: number; severity: Severity; label: string } | undefined;
  markers: readonly Marker[];
  labels: readonly LineLabel[];
  hasBrokenAxis: boolean;
}) {
  const hatch = useId();
  const right = frame.left + frame.width;
  const bottom = frame.top + frame.height;
  const x = (time: number) => Math.min(right, Math.max(frame.left, frame.x0 + frame.kx * time));
  return (
    <>
      <svg
        className={styles.overlay}
        width={chartWidth}
        height={chartHeight}
        aria-hidden="true"
        focusable="false"
      >
        <defs>
          <pattern
            id={hatch}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" y1="0" x2="0" y2="6" className={styles.hatch} />
          </pattern>
        </defs>
        {gaps
          .filter((gap) => x(gap.to) > x(gap.from))
          .map((gap) => (
            <rect
              key={gap.from}
              data-gap={gap.reason}
              x={x(gap.from)}
              y={frame.top}
              width={x(gap.to) - x(gap.from)}
              height={frame.height}
              fill={`url(#${hatch})`}
            />
          ))}
        {markers
          .filter(({ time }) => x(time) > frame.left && x(time) < right)
          .map(({ time, label }) => (
            <g key={`${time} ${label}`} data-marker={label}>
              <line x1={x(time)} x2={x(time)} y1={frame.top} y2={bottom} className={styles.marker} />
              <path d={`M${x(time) - 4},${bottom} h8 l-4,-6 z`} className={styles.flag} />
            </g>
          ))}
        {hasBrokenAxis && (
          <path
            d={`M${frame.left - 4},${bottom - 3} l8,-3 m-8,6 l8,-3`}
            className={styles.break}
            data-broken-axis=""
          />
        )}
        {limit && <LimitLine frame={frame} limit={limit} unit={unit} />}
      </svg>
      {spread(labels, frame).map(({ name, tone, top }) => (
        <span key={name} className={styles.label} style={{ left: right + 4, top }} aria-hidden="true">
          <LineSample tone={tone} />
          <span className={styles.name}>{name}</span>
        </span>
      ))}
    </>
  );
});

/** The limit with its name and value at the right edge; an arrow where it lies outside the axis. */
function LimitLine({
  frame,
  limit,
  unit,
}: {
  frame: Frame;
  limit: { value: number; severity: Severity; label: string };
  unit: Unit;
}) {
  const exact = frame.y0 + frame.ky * limit.value;
  const bottom = frame.top + frame.height;
  const isAbove = exact < frame.top - 0.5;
  const isOutside = isAbove || exact > bottom + 0.5;
  const y = Math.min(bottom, Math.max(frame.top, exact));
  const arrow = isAbove ? ' ↑' : ' ↓';
  const text = `${limit.label} ${formatValue(limit.value, unit)}${isOutside ? arrow : ''}`;
  return (
    <g data-severity={limit.severity}>
      {!isOutside && (
        <line x1={frame.left} x2={frame.left + frame.width} y1={y} y2={y} className={styles.limit} />
      )}
      <text
        x={frame.left + frame.width - 2}
        y={y < frame.top + 16 ? y + 12 : y - 4}
        className={styles.limitText}
      >
        {text}
      </text>
    </g>
  );
}

/** Label tops at their line's end, pushed apart where they would overlap, kept inside the plot. */
function spread(labels: readonly LineLabel[], frame: Frame): (LineLabel & { top: number })[] {
  const lineHeight = 14;
  const placed = labels
    .map((label) => ({ ...label, top: frame.y0 + frame.ky * label.value - lineHeight / 2 }))
    .sort((a, b) => a.top - b.top);
  let floor = frame.top - 6;
  for (const label of placed) {
    label.top = Math.max(label.top, floor);
    floor = label.top + lineHeight;
  }
  let ceiling = frame.top + frame.height - lineHeight + 6;
  for (const label of placed.toReversed()) {
    label.top = Math.min(label.top, ceiling);
    ceiling = label.top - lineHeight;
  }
  return placed;
}
