import { upperGamma } from '../special/incomplete-gamma.ts';

/** P(X ≥ k) of a Poisson variable: 1 − Q(k, mean), Q the upper regularised incomplete gamma function. O(1). */
export function poissonTail(k: number, mean: number): number {
  return k <= 0 ? 1 : 1 - upperGamma(k, mean);
}

/** Exact 95 % upper limit of a Poisson mean after `seen` events (Garwood 1936): 3.0 after none, 4.74 after one. O(1). */
export function poissonUpper(seen: number): number {
  return meanWith(seen + 1, 0.05, seen + 20 + 10 * Math.sqrt(seen));
}

/** Exact 95 % lower limit of a Poisson mean after `seen` events (Garwood 1936): 0 after none, 0.0513 after one. O(1). */
export function poissonLower(seen: number): number {
  return seen <= 0 ? 0 : meanWith(seen, 0.95, seen + 1);
}

/** The mean at which P(Poisson < k) is so large; it lies below `high`. */
function meanWith(k: number, probability: number, high: number): number {
  let low = 0;
  for (let i = 0; i < 200 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2;
    if (upperGamma(k, middle) > probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The most events that a history may hold while their 95 % upper limit stays within `allowed`; undefined where even none would
 * prove too little. A level chosen as the lowest with so few events keeps the limit: the rate at the (k + 1)-th highest peak
 * is a Gamma variable, and P(Gamma(k + 1) > allowed) = P(Poisson(allowed) ≤ k). O(log allowed).
 */
export function mostProvable(allowed: number): number | undefined {
  if (poissonUpper(0) > allowed) return undefined;
  let low = 0;
  let high = Math.ceil(allowed);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (poissonUpper(middle) <= allowed) low = middle;
    else high = middle;
  }
  return low;
}
