import { radixSort } from './radix-sort.ts';
import type { RowKernel, SortedGaps } from './row-kernel.ts';

const smallest = 1500; // below, the built-in sort is as fast

/** The kernel for few rows, and for where WebAssembly is forbidden. */
export const javaScriptRowKernel: RowKernel = {
  sort(values) {
    const finite = new Float64Array(values.length);
    let kept = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (Number.isFinite(value)) finite[kept++] = value + 0; // −0 becomes 0
    }
    const result = kept === values.length ? finite : finite.slice(0, kept);
    if (kept < smallest) return result.sort();
    radixSort(result);
    return result;
  },

  gaps(x, y): SortedGaps {
    const n = x.length;
    const m = y.length;
    const unit = 1 / (n * m);
    let previous = Math.min(x[0] as number, y[0] as number);
    let location = previous;
    let steps = 0;
    let area = 0;
    let gap = 0;
    let i = 0;
    let j = 0;
    while (i < n || j < m) {
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
  },
};
