/** Mean and spread of a sample, the mean counted from a given origin. */
export type Moments = {
  /** Mean − origin; NaN without values. */
  mean: number;
  /** Sum of the squared deviations from the mean. */
  squares: number;
};

/**
 * Two passes over deviations from `origin`, the second corrected for the rounding of the first (Chan, Golub & LeVeque 1983).
 * With an origin amid the values an offset costs no digits, which it does when two means of 10¹² ± 1 are subtracted. NaN if a
 * value is. O(n).
 */
export function momentsAbout(values: Float64Array, origin: number): Moments {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (values[i] as number) - origin;
  const rough = sum / n;
  let rest = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const deviation = (values[i] as number) - origin - rough;
    rest += deviation;
    squares += deviation * deviation;
  }
  return { mean: rough + rest / n, squares: Math.max(0, squares - (rest * rest) / n) };
}

const usual = 2 ** 300;

/**
 * The power of two by which to multiply ascending values so that their squares neither overflow nor vanish; 1 for
 * magnitudes between 1e-90 and 1e90. Multiplying by it is exact. O(samples).
 */
export function scaleOf(...samples: Float64Array[]): number {
  let largest = 0;
  for (const values of samples) {
    if (values.length === 0) continue;
    largest = Math.max(largest, Math.abs(values[0] as number), Math.abs(values.at(-1) as number));
  }
  if (largest === 0 || (largest < usual && largest > 1 / usual)) return 1;
  return 2 ** Math.min(1023, -Math.floor(Math.log2(largest)));
}
