import type { Estimate } from '../estimate.ts';

export type Harm = 'harmful' | 'harmless' | 'helpful' | 'unclear';

/**
 * What an expected change of quality means: `harmful` and `helpful` where it is as large as somebody would
 * care for and its interval leaves no doubt of the direction; `harmless` where the whole interval is smaller
 * than that; else `unclear`, which more rows or labels decide. O(1).
 *
 * @param change of a quality that is better when larger
 * @param tolerance the least change that matters, in the same unit, > 0
 */
export function harmOf(
  { value, lower, upper }: Pick<Estimate, 'value' | 'lower' | 'upper'>,
  tolerance: number,
): Harm {
  if (value <= -tolerance && upper < 0) return 'harmful';
  if (value >= tolerance && lower > 0) return 'helpful';
  if (lower > -tolerance && upper < tolerance) return 'harmless';
  return 'unclear';
}
