import { type TestResult, unavailable } from '../test-result.ts';
import { completePairs } from './pairs.ts';
import { type CorrelationDetails, pearson } from './pearson.ts';

/**
 * Spearman's rank correlation: Pearson's of the ranks, ties at their mean rank. p by t with n − 2 degrees of
 * freedom, as SciPy's; it takes the rows as independent. Rows with a missing value are left out. O(n log n).
 *
 * @throws {RangeError} when the lengths differ
 */
export function spearman(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  level = 0.95,
): TestResult<CorrelationDetails> {
  const pairs = completePairs(x, y);
  const n = pairs.x.length;
  if (n < 3) return unavailable('too-few-rows', n, n);
  return pearson(midranks(pairs.x), midranks(pairs.y), level);
}

/** Ranks from 1, equal values at the mean of their ranks. None of them may be NaN. O(n log n). */
export function midranks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  const ranks = new Float64Array(values.length);
  let start = 0;
  while (start < order.length) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let i = start; i < end; i++) ranks[order[i] as number] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
