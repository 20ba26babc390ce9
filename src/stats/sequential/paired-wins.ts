import { logIncompleteBeta } from '../special/incomplete-beta.ts';
import { logGamma } from '../special/log-gamma.ts';
import { alwaysValidP } from './evidence.ts';

/**
 * Which of two versions was right, where they disagreed? McNemar's test as an e-process against "the
 * candidate wins at most half": E = 2·∫ over θ in (½, 1) of (2θ)^wins·(2 − 2θ)^losses. With wins and losses
 * exchanged it is the evidence that the candidate is worse. Label 100 to 300 disagreements. O(1).
 *
 * @param wins disagreements in which the candidate was right
 * @param losses those in which the baseline was
 */
export function pairedWins(wins: number, losses: number): { lnE: number; p: number } {
  const n = wins + losses;
  const lnBeta = logGamma(wins + 1) + logGamma(losses + 1) - logGamma(n + 2);
  const lnE = (n + 1) * Math.LN2 + lnBeta + logIncompleteBeta(losses + 1, wins + 1, 0.5);
  return { lnE, p: alwaysValidP(lnE) };
}
