import { expect, it } from 'vitest';
import { mulberry32, uniform } from '#stats/random.ts';
import { median, runningMedians } from '#stats/streams/median.ts';

it.each([
  [[], Number.NaN],
  [[3], 3],
  [[4, 1], 2.5],
  [[9, 1, 5], 5],
])('the median of %j is %d', (values, expected) => {
  expect(median(Float64Array.from(values))).toBe(expected);
});

it.each([0, 1, 5, 14, 15, 16, 60])(
  'running medians of %i values are those of each window by itself',
  (size) => {
    const draw = mulberry32(size);
    const values = Float64Array.from({ length: size }, () => Math.floor(uniform(draw) * 20)); // with ties

    const windows = Array.from(values, (_, i) => median(values.subarray(Math.max(0, i - 7), i + 8)));

    expect([...runningMedians(values, 7)]).toEqual(windows);
  },
);
