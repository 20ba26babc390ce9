import { devianceTerm, logGamma, stirlingError } from './log-gamma.ts';

/**
 * Upper regularised incomplete gamma function Q(a, x) = Γ(a, x)/Γ(a), for a > 0, x ≥ 0: series below x = a + 1,
 * Legendre's continued fraction above. Relative error about 1e-13, also far in the tail. O(√a) at most, near x = a.
 */
export function upperGamma(a: number, x: number): number {
  if (Number.isNaN(a) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 1;
  if (x < a + 1) return 1 - Math.exp(logPrefactor(a, x)) * lowerSeries(a, x);
  return Math.exp(logPrefactor(a, x)) * upperFraction(a, x);
}

/** ln Q(a, x), which does not underflow. O(√a) at most. */
export function logUpperGamma(a: number, x: number): number {
  if (Number.isNaN(a) || Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  if (x === Infinity) return -Infinity;
  if (x < a + 1) return Math.log1p(-Math.exp(logPrefactor(a, x)) * lowerSeries(a, x));
  return logPrefactor(a, x) + Math.log(upperFraction(a, x));
}

/** ln of x^a·e^(−x)/Γ(a). */
function logPrefactor(a: number, x: number): number {
  if (a < 10) return a * Math.log(x) - x - logGamma(a);
  return 0.5 * Math.log(a / (2 * Math.PI)) - stirlingError(a) - devianceTerm(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < 100_000; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

/** Modified Lentz algorithm. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 100_000; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < 2e-16) break;
  }
  return fraction;
}
