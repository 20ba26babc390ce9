import { memo } from 'react';
import { timeTicks } from '#web/format/time.ts';
import type { PlotArea } from './plot-grid.tsx';
import styles from './time-axis.module.css';

/** Below the plot, in CSS pixels. */
export const TIME_AXIS_HEIGHT = 20;

const TICK_PX = 4;
/** Wider than any label's character, so that labels never touch. */
const CHARACTER_PX = 6.8;
const LEAST_SPACE_PX = 5;
/** What a label may stick out of the chart: less than charts lie apart. */
const SPACE_BESIDE_PX = 6;

/** The clock under a plot. It moves on many times an hour, which must not cost a render of Recharts. */
export const TimeAxis = memo(function TimeAxis({
  area: { left, top, width, height },
  chartWidth,
  from,
  to,
  zone,
}: {
  area: PlotArea;
  chartWidth: number;
  from: number;
  to: number;
  zone: string;
}) {
  const bottom = top + height;
  const marks = placeMarks({ left, width, chartWidth, from, to, zone });
  return (
    <svg
      className={styles.axis}
      width={chartWidth}
      height={bottom + TIME_AXIS_HEIGHT}
      aria-hidden="true"
      focusable="false"
    >
      <line className={styles.line} x1={left} x2={left + width} y1={bottom} y2={bottom} />
      {marks.map(({ x, textX, label, time }) => (
        <g key={time}>
          <line className={styles.line} x1={x} x2={x} y1={bottom} y2={bottom + TICK_PX} />
          <text className={styles.label} x={textX} y={bottom + TICK_PX + 2} dy="0.71em">
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
});

/** As many as the width carries; the first moves in from the edge, and one that would touch another is left out. */
function placeMarks({
  left,
  width,
  chartWidth,
  from,
  to,
  zone,
}: {
  left: number;
  width: number;
  chartWidth: number;
  from: number;
  to: number;
  zone: string;
}) {
  const most = Math.min(5, Math.max(2, Math.floor(chartWidth / 80)));
  let free = left;
  return timeTicks(from, to, zone, most).flatMap(({ time, label }, index) => {
    const half = (label.length * CHARACTER_PX) / 2;
    const x = left + ((time - from) / (to - from)) * width;
    const textX = index === 0 ? Math.max(x, left + half) : x;
    if (textX - half < free || textX + half > chartWidth + SPACE_BESIDE_PX) return [];
    free = textX + half + LEAST_SPACE_PX;
    return [{ time, label, x, textX }];
  });
}
