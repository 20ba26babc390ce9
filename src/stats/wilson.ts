import { normalQuantile } from './special/normal.ts';

/**
 * Wilson's score interval of a share: its ends are where the observed share is just not significant. Wilson
 * (1927), JASA 22. Good from a handful of rows on, and never outside [0, 1]. O(1).
 *
 * @param count successes, not necessarily whole (weighted counts)
 * @param n trials
 * @returns lower and upper end; NaN when n is 0
 */
export function wilson(count: number, n: number, level = 0.95): [number, number] {
  const z = normalQuantile((1 + level) / 2);
  const share = count / n;
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
