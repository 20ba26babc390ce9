import { incompleteBeta } from './incomplete-beta.ts';
import { devianceTerm, stirlingError } from './log-gamma.ts';

/** P(X ≥ k) of a binomial variable: n trials with chance p each. O(√n) at most. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return incompleteBeta(k, n - k + 1, p);
}

/**
 * ln P(X = k) of a binomial variable by Loader's saddle-point form, full precision at any size. O(1).
 *
 * @param q 1 − p, given apart where it is known better than the difference
 */
export function logBinomialProbability(k: number, n: number, p: number, q = 1 - p): number {
  if (p === 0) return k === 0 ? 0 : -Infinity;
  if (q === 0) return k === n ? 0 : -Infinity;
  if (k === 0) return p < 0.1 ? n * Math.log1p(-p) : n * Math.log(q);
  if (k === n) return q < 0.1 ? n * Math.log1p(-q) : n * Math.log(p);
  const stirling = stirlingError(n) - stirlingError(k) - stirlingError(n - k);
  const deviance = devianceTerm(k, n * p) + devianceTerm(n - k, n * q);
  return stirling - deviance + 0.5 * Math.log(n / (2 * Math.PI * k * (n - k)));
}
