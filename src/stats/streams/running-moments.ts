/** Count, mean and sum of squared deviations of the values so far. */
export interface Moments {
  n: number;
  mean: number;
  squares: number;
}

export const noMoments: Moments = { n: 0, mean: 0, squares: 0 };

/** Welford (1962), Technometrics 4: stable whatever the offset of the values. O(1). */
export function addToMoments({ n, mean, squares }: Moments, x: number): Moments {
  const delta = x - mean;
  const newMean = mean + delta / (n + 1);
  return { n: n + 1, mean: newMean, squares: squares + delta * (x - newMean) };
}

/** Sample standard deviation (divisor n − 1), in the unit of the values; 0 for fewer than two of them. O(1). */
export function sampleSd({ n, squares }: Moments): number {
  return n < 2 ? 0 : Math.sqrt(squares / (n - 1));
}
