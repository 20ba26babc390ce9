import { requireSameBins, totalOf } from './counts.ts';
import { poolSmallest, type PooledCounts } from './pooling.ts';
import { chiSquareTail, logChiSquareTail } from './special/chi-square-tail.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Likelihood-ratio (G) test of two binned samples as a 2×k contingency table, `2 Σ O·ln(O / E)`, with the pooling
 * of `chiSquare`. `effect` is G / (2·(n + m)) in nats: the mutual information of bin and sample. O(k).
 *
 * @param reference bin counts, length k
 * @param current counts in the same bins, length k
 * @param minExpected pool small categories until every expected count is at least this; 0 pools nothing
 * @throws {RangeError} when the lengths differ
 */
export function gTest(
  reference: Float64Array,
  current: Float64Array,
  minExpected = 5,
): TestResult<{ degrees: number } & PooledCounts> {
  requireSameBins(reference, current);
  const n = totalOf(reference);
  const m = totalOf(current);
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);

  const table = poolSmallest(reference, current, n, m, minExpected);
  const degrees = table.reference.length - 1;
  let half = 0;
  for (let i = 0; i <= degrees; i++) {
    const r = table.reference[i] as number;
    const c = table.current[i] as number;
    if (r > 0) half += r * Math.log((r * (n + m)) / ((r + c) * n));
    if (c > 0) half += c * Math.log((c * (n + m)) / ((r + c) * m));
  }
  const statistic = Math.max(0, 2 * half);
  const p = chiSquareTail(statistic, degrees);
  const lnP = logChiSquareTail(statistic, degrees);
  const effect = statistic / (2 * (n + m));
  return { status: 'ok', statistic, effect, p, lnP, n, m, bins: degrees + 1, degrees, ...table };
}
