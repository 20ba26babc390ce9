import type { SortedGaps } from './row-kernel.ts';

/** A place in the walk along two sorted samples: the values behind it, how far the distribution functions are apart there in steps of 1/(nm), and the last value. */
export type WalkStart = { i: number; j: number; gap: number; previous: number };

/**
 * The walk in two halves of `steps` values each, which can be walked at the same time; of an odd number of values the first is done. Of
 * equal values those of `x` come first. Both samples are sorted and finite, and neither is empty; O(log n).
 */
export function halvesOf(
  x: Float64Array,
  y: Float64Array,
): { steps: number; first: WalkStart; second: WalkStart } {
  const steps = Math.floor((x.length + y.length) / 2);
  const done = (x.length + y.length) % 2;
  return { steps, first: startAfter(x, y, done), second: startAfter(x, y, done + steps) };
}

/** The walk that begins after so many values. */
function startAfter(x: Float64Array, y: Float64Array, values: number): WalkStart {
  let i = Math.max(0, values - y.length);
  let most = Math.min(x.length, values);
  while (i < most) {
    const middle = (i + most) >>> 1;
    if ((x[middle] as number) <= (y[values - middle - 1] as number)) i = middle + 1;
    else most = middle;
  }
  const j = values - i;
  const previous =
    values === 0
      ? Math.min(x[0] as number, y[0] as number)
      : Math.max(i === 0 ? -Infinity : (x[i - 1] as number), j === 0 ? -Infinity : (y[j - 1] as number));
  return { i, j, gap: i * y.length - j * x.length, previous };
}

/** What both halves say together. O(1). */
export function joined(first: SortedGaps, second: SortedGaps): SortedGaps {
  const { steps, location } = second.steps > first.steps ? second : first;
  return { steps, location, area: first.area + second.area };
}
