import { type Draw, normal, uniform } from './random.ts';

/** From so many expected events on, the normal approximation is within rounding of the binomial law. */
const MOST_EXPECTED = 50;

/**
 * A binomial number: how many of n independent trials succeed with probability p. By inversion (Kachitvanichyanukul &
 * Schmeiser 1988, BINV) up to 50 expected; beyond that the nearest whole number of the normal law with the same mean
 * and variance. O(np) below, O(1) above.
 *
 * @param n trials, a whole number ≥ 0
 * @param p within [0, 1]
 */
export function binomialDraw(draw: Draw, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomialDraw(draw, n, 1 - p);
  const mean = n * p;
  if (mean > MOST_EXPECTED) {
    const drawn = Math.round(mean + normal(draw) * Math.sqrt(mean * (1 - p)));
    return Math.min(n, Math.max(0, drawn));
  }
  const odds = p / (1 - p);
  let probability = (1 - p) ** n;
  let left = uniform(draw);
  let found = 0;
  while (left > probability && found < n) {
    left -= probability;
    found++;
    probability *= (odds * (n - found + 1)) / found;
  }
  return found;
}
