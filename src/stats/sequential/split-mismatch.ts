import { alwaysValidP } from './evidence.ts';
import { logBetaBinomialMixture } from './beta-binomial-mixture.ts';

/** How strongly the prior of another split is drawn to the configured one. */
const CONCENTRATION = 100;

/**
 * Is traffic split as configured (sample ratio mismatch)? ln of the e-process against "each unit falls to the
 * candidate with the configured share", and its p-value at this look. Pause and explain from E = 1000 on: a
 * wrong split makes every comparison doubtful. Count units of the split (users with a sticky key), not their
 * requests. O(1).
 *
 * @param candidate units in the candidate
 * @param n units in both arms
 * @param share configured for the candidate, within (0, 1)
 */
export function splitMismatch(candidate: number, n: number, share: number): { lnE: number; p: number } {
  const lnE = logBetaBinomialMixture(candidate, n, share, CONCENTRATION);
  return { lnE, p: alwaysValidP(lnE) };
}
