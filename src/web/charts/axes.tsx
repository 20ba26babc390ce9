import { memo, useLayoutEffect, useMemo } from 'react';
import { CartesianGrid, LineChart, usePlotArea, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { createTickFormat, type Unit } from '#web/format/number.ts';
import { timeTicks } from '#web/format/time.ts';
import type { ValueAxis } from './domain.ts';
import type { Frame } from './draw-series.ts';

interface AxesProps {
  width: number;
  height: number;
  marginRight: number;
  from: number;
  to: number;
  valueAxis: ValueAxis;
  unit: Unit;
  zone: string;
  onFrame: (frame: Frame) => void;
}

/**
 * Axes and grid by Recharts, which never gets the series: a render costs it some milliseconds, and it renders only when
 * the size or a border of the axes changes.
 */
export const Axes = memo(function Axes({
  width,
  height,
  marginRight,
  from,
  to,
  valueAxis,
  unit,
  zone,
  onFrame,
}: AxesProps) {
  const { low, high, ticks } = valueAxis;
  const margin = useMemo(() => ({ top: 6, right: marginRight, bottom: 0, left: 0 }), [marginRight]);
  const timeMarks = useMemo(
    () => timeTicks(from, to, zone, Math.min(5, Math.max(2, Math.floor(width / 80)))),
    [from, to, zone, width],
  );
  const labels = new Map(timeMarks.map((tick) => [tick.time, tick.label]));
  const formatTick = createTickFormat(unit, Math.max(Math.abs(low), Math.abs(high)));
  const tick = { fill: 'var(--text-3)', fontSize: '0.75rem' };
  return (
    <LineChart
      width={width}
      height={height}
      margin={margin}
      accessibilityLayer={false}
      style={{ pointerEvents: 'none' }}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="time"
        type="number"
        domain={[from, to]}
        allowDataOverflow
        ticks={timeMarks.map(({ time }) => time)}
        tickFormatter={(time: number) => labels.get(time) ?? ''}
        tick={tick}
        tickSize={4}
        height={20}
        interval="preserveStart"
        stroke="var(--control-border)"
      />
      <YAxis
        width={52}
        domain={[low, high]}
        allowDataOverflow
        ticks={height < 120 ? ends(ticks) : ticks}
        tickFormatter={formatTick}
        tick={tick}
        tickSize={4}
        interval={0}
        axisLine={false}
        tickLine={false}
      />
      <FrameProbe from={from} to={to} low={low} high={high} onFrame={onFrame} />
    </LineChart>
  );
});

/** Three labels are what 96 px can carry without touching. */
function ends(ticks: readonly number[]): number[] {
  const middle = ticks.length % 2 === 1 ? ticks[(ticks.length - 1) / 2] : undefined;
  return [ticks[0], middle, ticks.at(-1)].filter((tick) => tick !== undefined);
}

/** Tells the canvas where Recharts has put the plot; both scales are linear. */
function FrameProbe({
  from,
  to,
  low,
  high,
  onFrame,
}: Pick<AxesProps, 'from' | 'to' | 'onFrame'> & Pick<ValueAxis, 'low' | 'high'>) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  const area = usePlotArea();
  useLayoutEffect(() => {
    const [left, right, bottom, top] = [x?.(from), x?.(to), y?.(low), y?.(high)];
    if (!area || left === undefined || right === undefined || bottom === undefined || top === undefined)
      return;
    const kx = (right - left) / (to - from);
    const ky = (top - bottom) / (high - low);
    onFrame({
      left: area.x,
      top: area.y,
      width: area.width,
      height: area.height,
      x0: left - kx * from,
      kx,
      y0: bottom - ky * low,
      ky,
    });
  }, [x, y, area, from, to, low, high, onFrame]);
  return null;
}
