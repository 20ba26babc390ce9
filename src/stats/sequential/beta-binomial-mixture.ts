import { devianceTerm, stirlingError } from '../special/log-gamma.ts';

/**
 * ln of the e-process that x of n independent trials bear against the share p: the likelihood ratio to p,
 * mixed over Beta(c·p, c·(1 − p)). Howard, Ramdas, McAuliffe & Sekhon (2021), Annals of Statistics 49.
 * Strongest near n = c·(2 ln(1/α) + ln(1 + 2 ln(1/α))); valid at any n. Written with Loader's deviances and Stirling errors, so that
 * evidence near 0 keeps its digits for many trials. O(1).
 *
 * @param p within (0, 1)
 * @param concentration c > 0
 */
export function logBetaBinomialMixture(x: number, n: number, p: number, concentration: number): number {
  const q = 1 - p;
  const [a, b] = [concentration * p, concentration * q];
  const [ownA, ownB, size] = [a + x, b + n - x, concentration + n];
  const deviance = devianceTerm(ownA, size * p) + devianceTerm(ownB, size * q);
  const stirling =
    stirlingError(ownA) -
    stirlingError(a) +
    (stirlingError(ownB) - stirlingError(b)) -
    (stirlingError(size) - stirlingError(concentration));
  return deviance - 0.5 * Math.log((ownA / a) * (ownB / b) * (concentration / size)) + stirling;
}

/** The concentration that makes the mixture strongest near n trials. O(1). */
export function concentrationFor(n: number, alpha: number): number {
  const cost = 2 * Math.log(1 / alpha);
  return n / (cost + Math.log1p(cost));
}
