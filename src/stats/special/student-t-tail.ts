import { incompleteBeta, logIncompleteBeta } from './incomplete-beta.ts';

/** P(T > t) of Student's t distribution; degrees of freedom > 0, not necessarily whole. O(√degrees) at most. */
export function studentTTail(t: number, degrees: number): number {
  const half = 0.5 * incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t), shareOf(t, degrees));
  return t < 0 ? 1 - half : half;
}

/** ln P(T > t), which does not underflow. O(√degrees) at most. */
export function logStudentTTail(t: number, degrees: number): number {
  if (t < 0) return Math.log1p(-studentTTail(-t, degrees));
  const tails = logIncompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t), shareOf(t, degrees));
  return tails - Math.LN2;
}

function shareOf(t: number, degrees: number): number {
  return Math.abs(t) === Infinity ? 1 : (t * t) / (degrees + t * t);
}
