import { logUpperGamma, upperGamma } from './incomplete-gamma.ts';

/**
 * P(X > x) of the chi-square distribution; 1 for no degrees of freedom (the distribution is then a point at 0).
 * O(√degrees) at most.
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (degrees === 0) return x > 0 ? 0 : 1;
  return x === Infinity ? 0 : upperGamma(degrees / 2, x / 2);
}

/** ln P(X > x), which does not underflow. O(√degrees) at most. */
export function logChiSquareTail(x: number, degrees: number): number {
  if (degrees === 0) return x > 0 ? -Infinity : 0;
  return logUpperGamma(degrees / 2, x / 2);
}
