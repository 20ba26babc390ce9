import { binomialUpperTail } from '../special/binomial.ts';
import { poissonTail } from './poisson-rate.ts';

/**
 * The lowest share that slots of independent rows reach at most `allowed` times in all, by exact binomial tails:
 * Σᵢ P(Bin(nᵢ, share) ≥ ⌈u·nᵢ⌉)^inARow ≤ allowed. Where few rows make a share jump, no normal law and no short history knows this.
 * Slots without rows, or with NaN, count as none. O(distinct sizes · 40).
 *
 * @param sizes rows of each slot
 * @param share of the rows, without trouble
 * @param inARow slots in a row that must reach it, 1 or more
 * @returns in (0, 1], or more than 1 where even all rows of a slot would be reached too often
 */
export function shareLimit(sizes: ArrayLike<number>, share: number, allowed: number, inARow = 1): number {
  const slotsBySize = new Map<number, number>();
  for (let i = 0; i < sizes.length; i++) {
    const size = sizes[i] as number;
    if (size > 0) slotsBySize.set(size, (slotsBySize.get(size) ?? 0) + 1);
  }
  const reached = (limit: number) => {
    let sum = 0;
    for (const [size, slots] of slotsBySize) {
      const least = Math.ceil(limit * size - 1e-9); // a share of 3/10 is reached by 3 of 10
      sum += slots * binomialUpperTail(least, size, share) ** inARow;
    }
    return sum;
  };
  let low = 0;
  let high = 1 + 1e-6;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (reached(middle) <= allowed) high = middle;
    else low = middle;
  }
  return high;
}

/** The lowest count that `slots` Poisson counts of this mean reach at most `allowed` times in all. O(log count). */
export function countLimit(mean: number, slots: number, allowed: number, inARow = 1): number {
  let low = 0;
  let high = 1;
  const isRare = (count: number) => slots * poissonTail(count, mean) ** inARow <= allowed;
  while (!isRare(high)) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (isRare(middle)) high = middle;
    else low = middle;
  }
  return high;
}
