import { describe, expect, it } from 'vitest';
import { extentOf, findSilences, isContinuous, listGaps, nearestIndex } from '#web/charts/samples.ts';

const times = Float64Array.of(0, 10, 20, 60, 70);

describe('nearestIndex', () => {
  it.each([
    [-5, 0],
    [4, 0],
    [6, 1],
    [39, 2],
    [41, 3],
    [900, 4],
  ])('finds for %d the sample %d', (time, index) => {
    expect(nearestIndex(times, time)).toBe(index);
  });

  it('finds nothing in nothing', () => {
    expect(nearestIndex(new Float64Array(), 3)).toBe(-1);
  });
});

it('takes a left-out slot for a break', () => {
  expect([1, 2, 3, 4].map((index) => isContinuous(times, index, 10))).toEqual([true, true, false, true]);
});

it('finds silences longer than two slots, left out or empty', () => {
  const nan = Number.NaN;

  expect(findSilences(times, [Float64Array.of(1, 1, 1, 1, 1)], 10)).toEqual([{ from: 30, to: 60 }]);
  expect(findSilences(times, [Float64Array.of(1, nan, nan, nan, 1)], 10)).toEqual([{ from: 10, to: 70 }]);
  expect(findSilences(times, [Float64Array.of(1, nan, 1, 1, 1), Float64Array.of(1, 1, 1, 1, 1)], 20)).toEqual(
    [],
  );
});

it('lets an explained gap stand for the silence it covers', () => {
  const gaps = listGaps(
    [
      { from: 30, to: 60 },
      { from: 100, to: 200 },
    ],
    [{ from: 20, to: 70, reason: 'exporter down' }],
  );

  expect(gaps).toEqual([
    { from: 20, to: 70, reason: 'exporter down' },
    { from: 100, to: 200, reason: 'no data' },
  ]);
});

it('leaves missing values out of the extent', () => {
  expect(extentOf([Float64Array.of(3, Number.NaN), [7]])).toEqual({ low: 3, high: 7 });
  expect(extentOf([])).toEqual({ low: Number.NaN, high: Number.NaN });
});
