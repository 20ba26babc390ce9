import { incompleteBetaInverse } from './incomplete-beta.ts';

/**
 * Quantile of Student's t distribution, for 0 < p < 1: t with P(T ≤ t) = p. Relative error about 1e-12. Cost: that
 * of `incompleteBetaInverse`, some 60 steps of O(√degrees).
 */
export function studentTQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0;
  const x = incompleteBetaInverse(degrees / 2, 0.5, 2 * Math.min(p, 1 - p));
  const t = Math.sqrt((degrees * (1 - x)) / x);
  return p > 0.5 ? t : -t;
}
