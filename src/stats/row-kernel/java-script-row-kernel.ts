import { halvesOf, joined, type WalkStart } from './halves.ts';
import { radixSort } from './radix-sort.ts';
import type { RowKernel, SortedGaps } from './row-kernel.ts';

const smallest = 1500; // below, the built-in sort is as fast

/** The kernel for few rows, and for where WebAssembly is forbidden. */
export const javaScriptRowKernel: RowKernel = {
  sort(values, into) {
    const finite = into ?? new Float64Array(values.length);
    let kept = 0;
    let missing = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (Number.isFinite(value)) finite[kept++] = value + 0; // −0 becomes 0
      else if (Number.isNaN(value)) missing += 1;
    }
    const sorted = kept === finite.length ? finite : finite.subarray(0, kept);
    if (kept < smallest) sorted.sort();
    else radixSort(sorted);
    return { sorted, missing };
  },

  gaps(x, y) {
    const { steps, first, second } = halvesOf(x, y);
    return joined(walk(x, y, first, steps), walk(x, y, second, steps));
  },
};

/** So many values from a place on. */
function walk(x: Float64Array, y: Float64Array, start: WalkStart, values: number): SortedGaps {
  const n = x.length;
  const m = y.length;
  const unit = 1 / (n * m);
  let { i, j, gap, previous } = start;
  let location = previous;
  let steps = 0;
  let area = 0;
  for (let rest = values; rest > 0; rest--) {
    const isReference = j >= m || (i < n && (x[i] as number) <= (y[j] as number));
    const value = (isReference ? x[i] : y[j]) as number;
    const height = Math.abs(gap);
    if (height > steps && value > previous) {
      steps = height;
      location = previous;
    }
    area += height * unit * (value - previous);
    previous = value;
    if (isReference) {
      gap += m;
      i += 1;
    } else {
      gap -= n;
      j += 1;
    }
  }
  return { steps, location, area };
}
