import { momentsAbout, scaleOf } from '../moments.ts';

/** Two columns of the rows that have both values. */
export interface Pairs {
  x: Float64Array;
  y: Float64Array;
}

/**
 * Rows in which one value is NaN or infinite are left out. O(n).
 *
 * @throws {RangeError} when the lengths differ
 */
export function completePairs(x: ArrayLike<number>, y: ArrayLike<number>): Pairs {
  if (x.length !== y.length) throw new RangeError(`${x.length} values of x, but ${y.length} of y`);
  const kept: number[] = [];
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i]) && Number.isFinite(y[i])) kept.push(i);
  }
  return {
    x: Float64Array.from(kept, (i) => x[i] as number),
    y: Float64Array.from(kept, (i) => y[i] as number),
  };
}

/**
 * Deviations from the mean, counted from a value of the series so that an offset costs no digits; missing values (NaN,
 * ±∞) are left out of the mean and count as no deviation. In the unit of the values, except where their squares would overflow
 * or vanish: there in a power of two of it. O(n).
 */
export function deviations(values: ArrayLike<number>): Float64Array {
  const finite = Float64Array.from(values).filter(Number.isFinite);
  const largest = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const factor = scaleOf(Float64Array.of(largest));
  const origin = (finite[0] ?? 0) * factor;
  const { mean } = momentsAbout(
    finite.map((value) => value * factor),
    origin,
  );
  return Float64Array.from(values, (value) => (Number.isFinite(value) ? value * factor - origin - mean : 0));
}

/** Σ aᵢ bᵢ over two arrays of equal length; NaN if one value is. O(n). */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Whether all values equal the first; true of none, false where one of several is NaN. O(n). */
export function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}
