import { useEffect, useLayoutEffect, useState } from 'react';
import { type ChartShape, shapeOf } from './chart-shape.ts';
import { dropFromFrames, runInFrame } from './frame-queue.ts';
import type { TimeSeriesChartProps } from './time-series.ts';

/** What a chart draws, outside React: its numbers change with each poll, its shape seldom. */
export interface ChartFeed {
  read: () => TimeSeriesChartProps;
  shape: () => ChartShape;
  subscribe: (listener: () => void) => () => void;
  /** Tells whether the shape is another, which has the chart rendered. */
  publish: (chart: TimeSeriesChartProps) => boolean;
}

export function createFeed(first: TimeSeriesChartProps, phase: number): ChartFeed {
  let chart = first;
  let shape = shapeOf(first, phase, undefined);
  const listeners = new Set<() => void>();
  return {
    read: () => chart,
    shape: () => shape,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish(next) {
      const before = shape;
      chart = next;
      shape = shapeOf(next, phase, before);
      for (const listener of listeners) listener();
      return shape !== before;
    },
  };
}

/** A feed of what a component is given. What a poll brings of the same source waits for a frame that has room for it. */
export function useFeed(chart: TimeSeriesChartProps, phase: number): ChartFeed {
  const [feed] = useState(() => createFeed(chart, phase));
  useLayoutEffect(() => {
    const last = feed.read();
    if (isSameChart(last, chart)) dropFromFrames(feed);
    else if (chart.source !== undefined && chart.source === last.source)
      runInFrame(feed, () => feed.publish(chart));
    else {
      dropFromFrames(feed);
      feed.publish(chart);
    }
  });
  useEffect(() => () => dropFromFrames(feed), [feed]);
  return feed;
}

function isSameChart(a: TimeSeriesChartProps, b: TimeSeriesChartProps): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof TimeSeriesChartProps>;
  return [...keys].every((key) => Object.is(a[key], b[key]));
}
