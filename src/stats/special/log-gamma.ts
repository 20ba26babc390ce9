const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** Of x⁻¹, x⁻³, x⁻⁵, …: B₂ⱼ/(2j·(2j − 1)), B Bernoulli's numbers. */
const stirlingSeries = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];

/**
 * ln Γ(x) for x > 0, relative error about 1e-14: Stirling's series from 15 on, the recurrence Γ(x + 1) = x·Γ(x)
 * below. NaN for x ≤ 0. O(1).
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return NaN;
  const zero = x < 1.5 ? 1 : 2;
  if (Math.abs(x - zero) < 0.25) return besideZero(zero, x - zero);
  let product = 1;
  let shifted = x;
  while (shifted < 15) {
    product *= shifted;
    shifted += 1;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + series(shifted) - Math.log(product);
}

/** ln Γ(zero + e), as the difference from ln Γ(zero) = 0, each of whose terms is small with e. */
function besideZero(zero: 1 | 2, e: number): number {
  let product = 0;
  for (let k: number = zero; k < 16; k++) product += Math.log1p(e / k);
  const rise = (15.5 + e) * Math.log1p(e / 16) + e * (Math.log(16) - 1) + seriesRise(16, e);
  return rise - product;
}

/**
 * Error of Stirling's formula, ln Γ(x + 1) − (x + ½)·ln x + x − ½·ln 2π, for x > 0: what binomial and Poisson
 * probabilities need to keep full precision (C. Loader 2000, "Fast and accurate computation of binomial
 * probabilities"). O(1).
 */
export function stirlingError(x: number): number {
  if (x >= 15) return series(x);
  return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - halfLogTwoPi;
}

/**
 * Loader's deviance term x·ln(x/m) + m − x, without the cancellation at x ≈ m. O(1).
 *
 * @param x ≥ 0
 * @param m > 0
 */
export function devianceTerm(x: number, m: number): number {
  if (x === 0) return m;
  const difference = x - m;
  if (Math.abs(difference) > 0.1 * (x + m)) return x * Math.log(x / m) - difference;

  const v = difference / (x + m);
  let sum = difference * v;
  let term = 2 * x * v;
  for (let k = 3; k < 1000; k += 2) {
    term *= v * v;
    const next = sum + term / k;
    if (next === sum) return sum;
    sum = next;
  }
  return sum;
}

function series(x: number): number {
  return stirlingSeries.reduceRight((sum, coefficient) => sum / (x * x) + coefficient, 0) / x;
}

/** series(x + e) − series(x), with the digits of a small e. */
function seriesRise(x: number, e: number): number {
  const logRatio = Math.log1p(e / x);
  return stirlingSeries.reduce((sum, coefficient, j) => {
    const power = -1 - 2 * j;
    return sum + coefficient * x ** power * Math.expm1(power * logRatio);
  }, 0);
}
