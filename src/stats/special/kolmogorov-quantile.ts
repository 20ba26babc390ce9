import { logKolmogorovTail } from './kolmogorov.ts';

/**
 * The λ that Kolmogorov's limiting distribution passes with probability `tail`, by bisection on the
 * logarithm of the tail. O(1): at most 100 tails.
 */
export function kolmogorovQuantile(tail: number): number {
  if (tail >= 1) return 0;
  const lnTail = Math.log(tail);
  let low = 0;
  let high = 2 + Math.sqrt(-lnTail);
  for (let i = 0; i < 100 && high - low > 1e-14 * high; i++) {
    const middle = (low + high) / 2;
    if (logKolmogorovTail(middle) < lnTail) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
