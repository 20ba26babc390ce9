import { logBinomialProbability } from './binomial.ts';
import { logGamma } from './log-gamma.ts';

/**
 * P(Dₙ > d) of the two-sided one-sample Kolmogorov-Smirnov statistic with n values, the law SciPy calls kstwo.
 * Following R. Simard & P. L'Ecuyer (2011), "Computing the two-sided Kolmogorov-Smirnov distribution": the exact
 * closed forms at both ends, Durbin's matrix (Marsaglia, Tsang & Wang 2003) where n·d² is small, twice the
 * one-sided law in the tail (Miller 1956), Pelz & Good (1976) between. Relative error below 1e-6 where it exceeds
 * 1e-300. NaN below one value. O(n) in the tail.
 */
export function kolmogorovFiniteTail(d: number, n: number): number {
  if (Number.isNaN(d) || n < 1) return NaN;
  if (d >= 1) return 0;
  const t = n * d;
  if (t <= 0.5) return 1;
  if (t <= 1) return 1 - Math.exp(logGamma(n + 1) - n * Math.log(n) + n * Math.log(2 * t - 1));
  if (t >= n - 1) return 2 * (1 - d) ** n;
  if (d >= 0.5) return 2 * oneSidedTail(d, n);

  const square = t * d;
  if (square >= 370) return 0;
  if (n <= 140) return square > 4 ? 2 * oneSidedTail(d, n) : 1 - durbin(d, n);
  if (square >= 2.2) return 2 * oneSidedTail(d, n);
  return 1 - (n <= 100_000 && n * d ** 1.5 <= 1.4 ? durbin(d, n) : pelzGood(d, n));
}

/** Smirnov's exact one-sided law: d·Σⱼ C(n, j)·(d + j/n)^(j−1)·(1 − d − j/n)^(n−j). */
function oneSidedTail(d: number, n: number): number {
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const p = d + j / n;
    const q = 1 - d - j / n;
    if (q > 0) sum += Math.exp(logBinomialProbability(j, n, p, q)) / p;
  }
  return d * sum;
}

/** P(Dₙ ≤ d) as an element of the n-th power of a banded matrix; cost (2nd)³·log n. */
function durbin(d: number, n: number): number {
  const k = Math.ceil(n * d);
  const size = 2 * k - 1;
  const h = k - n * d;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= Math.min(size - 1, i + 1); j++) matrix[i * size + j] = 1;
  }
  for (let i = 0; i < size; i++) {
    matrix[i * size]! -= h ** (i + 1);
    matrix[(size - 1) * size + i]! -= h ** (size - i);
  }
  matrix[(size - 1) * size]! += 2 * h - 1 > 0 ? (2 * h - 1) ** size : 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i + 1; j++) {
      for (let g = 2; g <= i - j + 1; g++) matrix[i * size + j]! /= g;
    }
  }
  const { matrix: power, exponent } = powerOf(matrix, size, n);
  let result = power[(k - 1) * size + k - 1] as number;
  let scale = exponent;
  for (let i = 1; i <= n; i++) {
    result *= i / n;
    if (result < 1e-140) {
      result *= 1e140;
      scale -= 140;
    }
  }
  return result * 10 ** scale;
}

/** The n-th power of a square matrix as matrix·10^exponent. */
function powerOf(base: Float64Array, size: number, n: number): { matrix: Float64Array; exponent: number } {
  if (n === 1) return { matrix: base, exponent: 0 };
  const half = powerOf(base, size, Math.floor(n / 2));
  let matrix = multiply(half.matrix, half.matrix, size);
  let exponent = 2 * half.exponent;
  if (n % 2 === 1) matrix = multiply(base, matrix, size);
  const middle = (size - 1) / 2;
  if ((matrix[middle * size + middle] as number) > 1e140) {
    matrix = matrix.map((value) => value * 1e-140);
    exponent += 140;
  }
  return { matrix, exponent };
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k] as number;
      if (factor === 0) continue;
      for (let j = 0; j < size; j++) product[i * size + j]! += factor * (b[k * size + j] as number);
    }
  }
  return product;
}

/** P(Dₙ ≤ d) by the expansion K₀(z) + K₁(z)/√n + K₂(z)/n + K₃(z)/n^(3/2) at z = d·√n. */
function pelzGood(d: number, n: number): number {
  const z = d * Math.sqrt(n);
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const pi2 = Math.PI * Math.PI;
  const pi4 = pi2 * pi2;
  const pi6 = pi4 * pi2;
  let k0 = 0;
  let k1 = 0;
  let k2 = 0;
  let k3 = 0;
  let k2Even = 0;
  let k3Even = 0;
  const terms = Math.ceil((16 * z) / Math.PI);
  for (let k = terms; k >= 1; k--) {
    const m2 = (2 * k - 1) ** 2;
    const odd = Math.exp((-m2 * pi2) / (8 * z2));
    k0 += odd;
    k1 += odd * ((pi2 / 4) * m2 - z2);
    k2 += odd * (6 * z6 + 2 * z4 + (pi2 / 4) * (2 * z4 - 5 * z2) * m2 + (pi4 / 16) * (1 - 2 * z2) * m2 * m2);
    k3 +=
      odd *
      (-30 * z6 -
        90 * z4 * z4 +
        (pi2 / 4) * (135 * z4 - 96 * z6) * m2 +
        (pi4 / 16) * (212 * z4 - 60 * z2) * m2 * m2 +
        (pi6 / 64) * (5 - 30 * z2) * m2 * m2 * m2);

    const square = k * k;
    const even = square * Math.exp((-square * pi2) / (2 * z2));
    k2Even += even;
    k3Even += even * (3 * z2 - pi2 * square);
  }
  const root = Math.sqrt(2 * Math.PI);
  const order0 = (root / z) * k0;
  const order1 = (root / (6 * z4)) * k1;
  const order2 = (root / (72 * z6 * z)) * k2 - ((pi2 * root) / (36 * z2 * z)) * k2Even;
  const order3 = (root / (6480 * z6 * z4)) * k3 + ((pi2 * root) / (216 * z6)) * k3Even;
  return order0 + order1 / Math.sqrt(n) + order2 / n + order3 / (n * Math.sqrt(n));
}
