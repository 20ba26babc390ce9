import { sortFinite } from './sort.ts';

/** The rows of one side of a comparison, sorted once for all tests; missing and infinite values only counted. */
export interface Sample {
  /** Finite values, ascending. */
  readonly sorted: Float64Array;
  readonly missing: number;
  readonly infinite: number;
}

/** O(n): a radix sort. NaN counts as missing; null becomes NaN before it gets here. */
export function sampleOf(values: ArrayLike<number>): Sample {
  const sorted = sortFinite(values);
  let missing = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) missing += 1;
  return { sorted, missing, infinite: values.length - sorted.length - missing };
}
