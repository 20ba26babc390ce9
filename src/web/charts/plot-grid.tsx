import { memo, useLayoutEffect, useMemo } from 'react';
import { CartesianGrid, LineChart, usePlotArea, useYAxisScale, YAxis } from 'recharts';
import { createTickFormat, type Unit } from '#web/format/number.ts';
import type { ValueAxis } from './domain.ts';
import { TIME_AXIS_HEIGHT } from './time-axis.tsx';

/** Where the plot lies in its chart, and how a value becomes CSS pixels of the chart: `y0 + ky · value`. */
export interface PlotArea {
  left: number;
  top: number;
  width: number;
  height: number;
  y0: number;
  ky: number;
}

interface PlotGridProps {
  width: number;
  height: number;
  marginRight: number;
  valueAxis: ValueAxis;
  unit: Unit;
  onArea: (area: PlotArea) => void;
}

/**
 * Grid and value axis by Recharts, which gets neither the series nor the time: a render costs it some milliseconds, and
 * it renders only when the size or a border of the values changes.
 */
export const PlotGrid = memo(function PlotGrid({
  width,
  height,
  marginRight,
  valueAxis,
  unit,
  onArea,
}: PlotGridProps) {
  const { low, high, ticks } = valueAxis;
  const margin = useMemo(
    () => ({ top: 6, right: marginRight, bottom: TIME_AXIS_HEIGHT, left: 0 }),
    [marginRight],
  );
  const formatTick = createTickFormat(unit, Math.max(Math.abs(low), Math.abs(high)));
  return (
    <LineChart
      width={width}
      height={height}
      margin={margin}
      accessibilityLayer={false}
      style={{ pointerEvents: 'none' }}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <YAxis
        width={52}
        domain={[low, high]}
        allowDataOverflow
        ticks={height < 120 ? ends(ticks) : ticks}
        tickFormatter={formatTick}
        tick={{ fill: 'var(--text-3)', fontSize: '0.75rem' }}
        tickSize={4}
        interval={0}
        axisLine={false}
        tickLine={false}
      />
      <AreaProbe low={low} high={high} onArea={onArea} />
    </LineChart>
  );
});

/** Three labels are what 96 px can carry without touching. */
function ends(ticks: readonly number[]): number[] {
  const middle = ticks.length % 2 === 1 ? ticks[(ticks.length - 1) / 2] : undefined;
  return [ticks[0], middle, ticks.at(-1)].filter((tick) => tick !== undefined);
}

/** Tells where Recharts has put the plot; the scale is linear. */
function AreaProbe({ low, high, onArea }: Pick<PlotGridProps, 'onArea'> & Pick<ValueAxis, 'low' | 'high'>) {
  const y = useYAxisScale();
  const area = usePlotArea();
  useLayoutEffect(() => {
    const [bottom, top] = [y?.(low), y?.(high)];
    if (!area || bottom === undefined || top === undefined) return;
    const ky = (top - bottom) / (high - low);
    onArea({
      left: area.x,
      top: area.y,
      width: area.width,
      height: area.height,
      y0: bottom - ky * low,
      ky,
    });
  }, [y, area, low, high, onArea]);
  return null;
}
