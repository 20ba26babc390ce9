/** Two columns of the rows that have both values. */
export interface Pairs {
  x: Float64Array;
  y: Float64Array;
}

/**
 * Rows in which one value is NaN or infinite are left out.
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
 * Deviations from the mean, in two passes; missing values (NaN, ±∞) are left out of the mean and count as no
 * deviation.
 */
export function deviations(values: ArrayLike<number>): Float64Array {
  let n = 0;
  let mean = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    n++;
    mean += ((values[i] as number) - mean) / n;
  }
  const centred = Float64Array.from(values, (value) => (Number.isFinite(value) ? value - mean : 0));
  return centred;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

export function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}
