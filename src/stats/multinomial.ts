import { type Draw, normal, uniform } from './random.ts';

/** Below it rows are drawn one by one. */
const fewTrials = 24;

/**
 * Successes in `trials` of probability p, exact: the middle order statistic of the uniform numbers behind
 * the trials is Beta, and halves the problem (Devroye 1986, X.4.3), down to 24 trials, which are drawn.
 * O(log trials).
 */
export function binomial(draw: Draw, trials: number, p: number): number {
  let [left, share, successes] = [trials, p, 0];
  while (left > fewTrials && share > 0 && share < 1) {
    const rank = 1 + Math.floor(left / 2);
    const middle = betaOf(draw, rank, left + 1 - rank);
    if (middle <= share) {
      successes += rank;
      share = Math.min(1, (share - middle) / (1 - middle));
      left -= rank;
    } else {
      share = Math.min(1, share / middle);
      left = rank - 1;
    }
  }
  if (share >= 1) return successes + left;
  if (share <= 0) return successes;
  for (let i = 0; i < left; i++) if (uniform(draw) < share) successes += 1;
  return successes;
}

/**
 * Rows by bin, when each of `rows` falls into bin i with probability `shares[i]`; written into `into`. The
 * shares add up to 1, none is NaN. O(bins · log rows), no allocation.
 */
export function multinomial(draw: Draw, rows: number, shares: Float64Array, into: Float64Array): void {
  let left = rows;
  let rest = 1;
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i] as number;
    const count = left === 0 || share <= 0 ? 0 : binomial(draw, left, rest <= share ? 1 : share / rest);
    into[i] = count;
    left -= count;
    rest -= share;
  }
  if (left > 0) into[lastFilled(shares)]! += left; // shares that add up to a little less than 1
}

function lastFilled(shares: Float64Array): number {
  let last = shares.length - 1;
  while (last > 0 && shares[last] === 0) last -= 1;
  return last;
}

function betaOf(draw: Draw, a: number, b: number): number {
  const x = gammaOf(draw, a);
  return x / (x + gammaOf(draw, b));
}

/** A gamma number of shape ≥ 1 (Marsaglia & Tsang 2000). */
function gammaOf(draw: Draw, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(draw);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - uniform(draw);
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
