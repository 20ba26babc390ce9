import { javaScriptRowKernel } from './java-script-row-kernel.ts';
import { openWebAssemblyRowKernel } from './web-assembly-row-kernel.ts';

/** What every test on rows is made of. Two implementations, with the same bits as results. */
export interface RowKernel {
  /**
   * The finite values in order; −0 becomes 0. O(n). They go to the beginning of `into`, which may be the values themselves, or to an
   * array of their own.
   */
  sort(values: ArrayLike<number>, into?: Float64Array): SortedRows;
  /** Of two sorted samples, neither empty. O(n + m). */
  gaps(reference: Float64Array, current: Float64Array): SortedGaps;
}

export type SortedRows = {
  sorted: Float64Array;
  /** NaN among the values. */
  missing: number;
};

/** How far the distribution functions F of the reference and G of the current sample are apart. */
export type SortedGaps = {
  /** max |F − G| in whole steps of 1/(nm), read after all ties at a value, so that no rounding decides. */
  steps: number;
  /** The value after which it is reached. */
  location: number;
  /** ∫ |F − G|, in the unit of the values. */
  area: number;
};

const smallest = 1500; // below, copying into the other memory costs more than it saves

let webAssembly: RowKernel | undefined;
let isOpen = false;

/** The faster kernel for so many rows. O(1); the first call for many rows compiles the one in WebAssembly. */
export function rowKernel(rows: number): RowKernel {
  if (rows < smallest) return javaScriptRowKernel;
  if (!isOpen) {
    webAssembly = openWebAssemblyRowKernel();
    isOpen = true;
  }
  return webAssembly ?? javaScriptRowKernel;
}
