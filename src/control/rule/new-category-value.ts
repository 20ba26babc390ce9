import type { BinnedSample } from '#stats/drift-score.ts';
import { newCategories } from '#stats/new-category.ts';
import { totalOf } from '#stats/counts.ts';
import { noData, type RuleValue, seen } from './rule-value.ts';

/**
 * Share of the rows with a value whose category the reference has never seen, with evidence where there are more of
 * them than the reference may have missed (`newCategories`). O(bins).
 *
 * @param tests how many metrics are looked at in one check (Bonferroni)
 */
export function newCategoryValue(
  reference: BinnedSample,
  current: BinnedSample,
  level: number,
  tests: number,
): RuleValue {
  const result = newCategories(
    totalOf(reference.counts),
    current.counts.at(-1) ?? 0,
    totalOf(current.counts),
  );
  if (result.status === 'unavailable') return noData('no rows in the window or its reference');
  return seen(result.effect, result.m, result.p < level / tests);
}
