import { logBinomialProbability } from './special/binomial.ts';

/** Of the odds ratio: `greater` means more of the first category in the reference than chance would put there. */
export type FisherAlternative = 'two-sided' | 'less' | 'greater';

/**
 * Fisher's exact test of the 2×2 table [[a, b], [c, d]], rows reference and current. Two-sided: the sum over all
 * tables with the same margins that are not more probable than this one (as SciPy and R). p is 1 when a margin is
 * empty. O(smallest margin).
 *
 * @returns the odds ratio ad/bc (Infinity when only bc is 0, NaN when both are) and p
 */
export function fisherExact(
  a: number,
  b: number,
  c: number,
  d: number,
  alternative: FisherAlternative = 'two-sided',
): { oddsRatio: number; p: number } {
  const row = a + b;
  const column = a + c;
  const total = a + b + c + d;
  const oddsRatio = (a * d) / (b * c);
  const lowest = Math.max(0, column - (c + d));
  const highest = Math.min(row, column);
  if (lowest === highest) return { oddsRatio, p: 1 };

  const share = column / total;
  const logProbability = (k: number) =>
    logBinomialProbability(k, row, share) + logBinomialProbability(column - k, total - row, share);
  const scale = logBinomialProbability(column, total, share);
  const limit = logProbability(a) + 1e-10; // equal tables differ by rounding
  let p = 0;
  for (let k = lowest; k <= highest; k++) {
    if (alternative === 'less' && k > a) break;
    if (alternative === 'greater' && k < a) continue;
    const logK = logProbability(k);
    if (alternative !== 'two-sided' || logK <= limit) p += Math.exp(logK - scale);
  }
  return { oddsRatio, p: Math.min(1, p) };
}
