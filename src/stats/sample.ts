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
  const dropped = values.length - sorted.length;
  const missing = dropped === 0 ? 0 : countMissing(values);
  return { sorted, missing, infinite: dropped - missing };
}

function countMissing(values: ArrayLike<number>): number {
  let missing = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) missing += 1;
  return missing;
}

/** The values times a factor, a power of two from `scaleOf`. O(n). */
export function scaled(sample: Sample, factor: number): Sample {
  return { ...sample, sorted: sample.sorted.map((value) => value * factor) };
}
