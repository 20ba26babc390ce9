import { incompleteBeta, logIncompleteBeta } from './incomplete-beta.ts';

/** P(F > f) of the F distribution. O(√(degrees1 + degrees2)) at most. */
export function fTail(f: number, degrees1: number, degrees2: number): number {
  if (f <= 0) return 1;
  if (f === Infinity) return 0;
  const sum = degrees2 + degrees1 * f;
  return incompleteBeta(degrees2 / 2, degrees1 / 2, degrees2 / sum, (degrees1 * f) / sum);
}

/** ln P(F > f), which does not underflow. O(√(degrees1 + degrees2)) at most. */
export function logFTail(f: number, degrees1: number, degrees2: number): number {
  if (f <= 0) return 0;
  if (f === Infinity) return -Infinity;
  const sum = degrees2 + degrees1 * f;
  return logIncompleteBeta(degrees2 / 2, degrees1 / 2, degrees2 / sum, (degrees1 * f) / sum);
}
