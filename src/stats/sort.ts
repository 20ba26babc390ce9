import { rowKernel } from './row-kernel/row-kernel.ts';

/** A sorted copy of the finite values; −0 becomes 0. O(n), scratch space of the input's size. */
export function sortFinite(values: ArrayLike<number>): Float64Array {
  return rowKernel(values.length).sort(values).sorted;
}
