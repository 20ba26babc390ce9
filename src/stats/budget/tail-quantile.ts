import { quantileOfSorted } from '../describe.ts';

export type TailQuantile = {
  value: number;
  /** `drawn`: an order statistic of the draws; `extrapolated`: by the exponential tail beyond them. */
  from: 'drawn' | 'extrapolated';
};

/** With fewer draws beyond the level their order statistic is too unsteady. */
const leastBeyond = 10;
/** Share of the draws that speak for the tail. */
const tailShare = 0.05;

/**
 * The value that is passed with probability `level`, from draws. With at least ten draws to be expected
 * beyond it: the order statistic at rank ⌈(N + 1)(1 − level)⌉. Else the draws' highest 5 % are continued by
 * an exponential tail, u + β·ln(0.05/level) with β the mean excess over u. The tails of χ² and of squared
 * distances fall off faster than that from there on, so it errs on the high side. O(N). None of the draws may be NaN.
 *
 * @param sorted draws in ascending order, on a scale where the tail is about exponential: χ²-like
 *   statistics, squares of distances, −ln p
 * @returns NaN without draws
 */
export function tailQuantile(sorted: Float64Array, level: number): TailQuantile {
  const size = sorted.length;
  if (size === 0) return { value: NaN, from: 'drawn' };
  if (size * level >= leastBeyond) {
    const rank = Math.min(size, Math.ceil((size + 1) * (1 - level)));
    return { value: sorted[rank - 1] as number, from: 'drawn' };
  }
  const base = quantileOfSorted(sorted, 1 - tailShare);
  let excess = 0;
  let beyond = 0;
  for (let i = size - 1; i >= 0 && (sorted[i] as number) > base; i--) {
    excess += (sorted[i] as number) - base;
    beyond += 1;
  }
  const scale = beyond === 0 ? 0 : excess / beyond;
  return { value: base + scale * Math.log(tailShare / level), from: 'extrapolated' };
}
