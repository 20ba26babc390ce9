import { estimate, type Estimate, type NoEstimate, noEstimate } from '../estimate.ts';
import type { SequenceOptions } from './share-sequence.ts';

/**
 * Confidence sequence of the mean of sub-Gaussian values with known scale σ: Robbins' normal mixture, |S −
 * nμ| < √((V + ρ)·(ln(1 + V/ρ) + 2 ln(1/α))), V = nσ², ρ for the tightest interval near `decisionRows`.
 * Howard, Ramdas, McAuliffe & Sekhon (2021). Values within [a, b] have σ ≤ (b − a)/2. O(1).
 *
 * @param sum of the n values
 * @param sigma in the unit of the values
 */
export function subGaussianMean(
  sum: number,
  n: number,
  sigma: number,
  { alpha = 0.05, decisionRows = 10_000 }: SequenceOptions = {},
): Estimate | NoEstimate {
  if (n === 0) return noEstimate('no-rows');
  const cost = 2 * Math.log(1 / alpha);
  const variance = n * sigma * sigma;
  const rho = (decisionRows * sigma * sigma) / (cost + Math.log1p(cost));
  const half = sigma === 0 ? 0 : Math.sqrt((variance + rho) * (Math.log1p(variance / rho) + cost)) / n;
  return estimate(sum / n, [sum / n - half, sum / n + half]);
}
