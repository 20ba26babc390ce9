import { expect, it } from 'vitest';
import { shapeOf } from '#web/charts/chart-shape.ts';
import type { TimeSeriesChartProps } from '#web/charts/time-series.ts';

const source = {};

/** Slots 0–99 s of one line between 10 and 19, and one that ends in `last`. */
function chart(last = 15, over: Partial<TimeSeriesChartProps> = {}): TimeSeriesChartProps {
  const times = Float64Array.from({ length: 100 }, (_, slot) => slot * 1000);
  return {
    title: 'latency',
    unit: 'ms',
    times,
    step: 1000,
    series: [
      { name: 'p50', tone: 'p50', values: times.map((_, slot) => 10 + (slot % 10)) },
      { name: 'p95', tone: 'p95', values: times.map((_, slot) => (slot === 99 ? last : 15)) },
    ],
    limit: { value: 18, severity: 'warning', label: 'target', of: 'p95' },
    domain: [0, 100_000],
    yZero: true,
    source,
    ...over,
  };
}

it('is the very same for other numbers that move nothing but lines', () => {
  const before = shapeOf(chart(15), 0, undefined);

  expect(shapeOf(chart(15.1), 0, before)).toBe(before);
});

it.each([
  ['a value beyond the axis', chart(90), 'valueAxis'],
  ['a line end that moves by more than a pixel', chart(17), 'labels'],
  ['another limit', chart(15, { limit: { value: 12, severity: 'warning', label: 'target' } }), 'limit'],
  ['a new gap', chart(15, { gaps: [{ from: 5000, to: 9000, reason: 'exporter down' }] }), 'gaps'],
  ['stale data', chart(15, { staleFrom: 90_000 }), 'hatched'],
  ['another source', chart(15, { source: {} }), 'source'],
] as const)('changes with %s, and keeps the parts that do not', (_, next, part) => {
  const before = shapeOf(chart(15), 0, undefined);

  const shape = shapeOf(next, 0, before);

  expect(shape[part]).not.toBe(before[part]);
  expect(shape.markers).toBe(before.markers);
});

it('holds the time axis until the range has moved by a fortieth', () => {
  const before = shapeOf(chart(), 0, undefined);

  expect(shapeOf(chart(15, { domain: [1000, 101_000] }), 0, before)).toBe(before);
  expect(shapeOf(chart(15, { domain: [3000, 103_000] }), 0, before).start).toBe(2500);
});
