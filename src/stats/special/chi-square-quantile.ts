import { chiSquareTail, logChiSquareTail } from './chi-square-tail.ts';

/**
 * The value that χ² passes with probability `tail`, by bisection on the tail (on its logarithm, so that it
 * goes on below 1e-300). Some 50 tails of O(√degrees).
 */
export function chiSquareQuantile(tail: number, degrees: number): number {
  if (degrees === 0 || tail >= 1) return 0;
  const lnTail = Math.log(tail);
  const isBeyond = (x: number): boolean =>
    tail > 0.5 ? chiSquareTail(x, degrees) < tail : logChiSquareTail(x, degrees) < lnTail;
  let low = 0;
  let high = degrees + 10;
  while (!isBeyond(high)) high *= 2;
  while (high - low > 1e-13 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (isBeyond(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
