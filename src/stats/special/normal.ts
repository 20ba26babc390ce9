import { logUpperGamma, upperGamma } from './incomplete-gamma.ts';

/** P(Z > z) for a standard normal Z. Relative error below 1e-12 as far as z = 37. O(1). */
export function normalTail(z: number): number {
  const half = 0.5 * upperGamma(0.5, 0.5 * z * z);
  return z < 0 ? 1 - half : half;
}

/** ln P(Z > z), which does not underflow. O(1). */
export function logNormalTail(z: number): number {
  if (z < 0) return Math.log1p(-normalTail(-z));
  return logUpperGamma(0.5, 0.5 * z * z) - Math.LN2;
}

/**
 * Quantile of the standard normal distribution, for 0 ≤ p ≤ 1: Halley's iteration on the logarithm of the tail, near ½ Newton's
 * on the distance from ½. Relative error about 1e-14; ±Infinity at 1 and 0. O(1).
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;

  if (Math.abs(p - 0.5) < 0.1) return centralQuantile(p - 0.5);
  const tail = Math.min(p, 1 - p);
  const target = Math.log(tail);
  let z = Math.sqrt(-2 * Math.log(2 * tail));
  for (let i = 0; i < 50; i++) {
    const logTail = logNormalTail(z);
    const hazard = Math.exp(-0.5 * z * z - logTail) / Math.sqrt(2 * Math.PI);
    const newton = (logTail - target) / hazard;
    const step = newton / (1 - 0.5 * newton * (z - hazard));
    z += Number.isFinite(step) ? step : newton;
    if (Math.abs(step) <= 1e-15 * Math.abs(z)) break;
  }
  return p < 0.5 ? -z : z;
}

/** z with P(0 < Z < z) = share, by the series φ(z)·Σ z^(2k+1)/(1·3·…·(2k + 1)). */
function centralQuantile(share: number): number {
  let z = share * Math.sqrt(2 * Math.PI);
  for (let i = 0; i < 6; i++) {
    let term = z;
    let sum = z;
    for (let k = 1; k < 20; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    z -= sum - share * Math.sqrt(2 * Math.PI) * Math.exp(0.5 * z * z);
  }
  return z;
}
