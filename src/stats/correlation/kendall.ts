import { logNormalTail, normalTail } from '../special/normal.ts';
import { type TestResult, unavailable } from '../test-result.ts';
import { completePairs, isConstant } from './pairs.ts';

/**
 * Kendall's τ_b: (concordant − discordant pairs) / √((n₀ − n₁)(n₀ − n₂)), n₀ all pairs, n₁ and n₂ those tied
 * in x and in y. p by the normal law with the variance for ties (Kendall 1970), as SciPy's `asymptotic`; it
 * takes the rows as independent. Knight's algorithm (1966), O(n log n). Rows with a missing value are left
 * out.
 *
 * @throws {RangeError} when the lengths differ
 */
export function kendall(x: ArrayLike<number>, y: ArrayLike<number>): TestResult {
  const pairs = completePairs(x, y);
  const n = pairs.x.length;
  if (n < 3) return unavailable('too-few-rows', n, n);
  if (isConstant(pairs.x) || isConstant(pairs.y)) return unavailable('one-distinct-value', n, n);

  const order = Uint32Array.from(pairs.x, (_, i) => i).sort(
    (a, b) =>
      (pairs.x[a] as number) - (pairs.x[b] as number) || (pairs.y[a] as number) - (pairs.y[b] as number),
  );
  const first = Float64Array.from(order, (row) => pairs.x[row] as number);
  const second = Float64Array.from(order, (row) => pairs.y[row] as number);
  const inX = tieSums(first, first);
  const both = tieSums(first, second).pairs;
  const discordant = sortCounting(second);
  const inY = tieSums(second, second);

  const all = (n * (n - 1)) / 2;
  const difference = all - inX.pairs - inY.pairs + both - 2 * discordant;
  const tau = difference / Math.sqrt(all - inX.pairs) / Math.sqrt(all - inY.pairs);

  const m = n * (n - 1);
  const variance =
    (m * (2 * n + 5) - inX.fives - inY.fives) / 18 +
    (2 * inX.pairs * inY.pairs) / m +
    (inX.triples * inY.triples) / (9 * m * (n - 2));
  const z = Math.abs(difference) / Math.sqrt(variance);
  return {
    status: 'ok',
    statistic: tau,
    effect: tau,
    p: Math.min(1, 2 * normalTail(z)),
    lnP: Math.min(0, Math.LN2 + logNormalTail(z)),
    n,
    m: n,
  };
}

/**
 * Over the runs of t neighbours equal in both columns: Σ t(t − 1)/2, Σ t(t − 1)(t − 2), Σ t(t − 1)(2t + 5).
 */
function tieSums(a: Float64Array, b: Float64Array): { pairs: number; triples: number; fives: number } {
  const sums = { pairs: 0, triples: 0, fives: 0 };
  let start = 0;
  for (let i = 1; i <= a.length; i++) {
    if (i < a.length && a[i] === a[start] && b[i] === b[start]) continue;
    const t = i - start;
    sums.pairs += (t * (t - 1)) / 2;
    sums.triples += t * (t - 1) * (t - 2);
    sums.fives += t * (t - 1) * (2 * t + 5);
    start = i;
  }
  return sums;
}

/** Sorts in place by merging; the number of pairs out of order. */
function sortCounting(values: Float64Array): number {
  const n = values.length;
  const merged = new Float64Array(n);
  let inversions = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let low = 0; low < n; low += 2 * width) {
      const middle = Math.min(low + width, n);
      const high = Math.min(low + 2 * width, n);
      let [i, j] = [low, middle];
      for (let k = low; k < high; k++) {
        const takesLeft = i < middle && (j >= high || (values[i] as number) <= (values[j] as number));
        if (!takesLeft) inversions += middle - i;
        merged[k] = values[takesLeft ? i++ : j++] as number;
      }
    }
    values.set(merged);
  }
  return inversions;
}
