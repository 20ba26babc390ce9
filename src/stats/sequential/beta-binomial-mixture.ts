import { logGamma } from '../special/log-gamma.ts';

/**
 * ln of the e-process that x of n independent trials bear against the share p: the likelihood ratio to p,
 * mixed over Beta(c·p, c·(1 − p)). Howard, Ramdas, McAuliffe & Sekhon (2021), Annals of Statistics 49.
 * Strongest near n = c·(2 ln(1/α) + ln(1 + 2 ln(1/α))); valid at any n. O(1).
 *
 * @param p within (0, 1)
 * @param concentration c > 0
 */
export function logBetaBinomialMixture(x: number, n: number, p: number, concentration: number): number {
  const a = concentration * p;
  const b = concentration * (1 - p);
  return logBeta(a + x, b + n - x) - logBeta(a, b) - x * Math.log(p) - (n - x) * Math.log1p(-p);
}

/** The concentration that makes the mixture strongest near n trials. O(1). */
export function concentrationFor(n: number, alpha: number): number {
  const cost = 2 * Math.log(1 / alpha);
  return n / (cost + Math.log1p(cost));
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
