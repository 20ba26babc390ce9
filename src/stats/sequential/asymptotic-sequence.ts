import { estimate, type Estimate } from '../estimate.ts';
import type { SequenceOptions } from './share-sequence.ts';

/**
 * Asymptotic confidence sequence of any estimate with a standard error that shrinks like 1/√n (differences of
 * means or of shares, ratios by the delta method, per user): half-width se·√(2(nρ² + 1)/(nρ²)·ln(√(nρ² +
 * 1)/α)), ρ = √((−2 ln α + ln(1 − 2 ln α)) / decisionRows). Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas
 * (2024), Annals of Statistics 52. Not valid for a few dozen rows or rare events: take the rate ratio there.
 * Rows of one user must be one unit. O(1).
 *
 * @param standardError from the n units so far
 */
export function asymptoticSequence(
  value: number,
  standardError: number,
  n: number,
  { alpha = 0.05, decisionRows = 10_000 }: SequenceOptions = {},
): Estimate {
  const rho2 = (-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / decisionRows;
  const grown = n * rho2 + 1;
  const half = standardError * Math.sqrt(((2 * grown) / (n * rho2)) * Math.log(Math.sqrt(grown) / alpha));
  return estimate(value, [value - half, value + half]);
}
