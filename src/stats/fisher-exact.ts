import { logBinomialProbability } from './special/binomial.ts';

/** Of the odds ratio: `greater` means more of the first category in the reference than chance would put there. */
export type FisherAlternative = 'two-sided' | 'less' | 'greater';

/**
 * Fisher's exact test of the 2×2 table [[a, b], [c, d]], rows reference and current. Two-sided: the sum over all
 * tables with the same margins that are not more probable than this one (as SciPy and R). p is 1 when a margin is
 * empty. The probability of this table by logarithms, the others from it by the ratio of neighbours, outwards until
 * nothing more is added: O(smallest margin) at worst.
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

  const limit = alternative === 'two-sided' ? 1 + 1e-10 : Infinity; // equal tables differ by rounding
  let sum = 1; // all relative to this table
  if (alternative !== 'greater') {
    let term = 1;
    for (let k = a; k > lowest; k--) {
      const ratio = (k * (d - a + k)) / ((row - k + 1) * (column - k + 1));
      term *= ratio;
      if (term <= limit) sum += term;
      if (ratio < 1 && term < sum * 1e-18) break;
    }
  }
  if (alternative !== 'less') {
    let term = 1;
    for (let k = a; k < highest; k++) {
      const ratio = ((row - k) * (column - k)) / ((k + 1) * (d - a + k + 1));
      term *= ratio;
      if (term <= limit) sum += term;
      if (ratio < 1 && term < sum * 1e-18) break;
    }
  }
  const share = column / total;
  const logProbability =
    logBinomialProbability(a, row, share) +
    logBinomialProbability(c, total - row, share) -
    logBinomialProbability(column, total, share);
  return { oddsRatio, p: Math.min(1, Math.exp(logProbability + Math.log(sum))) };
}
