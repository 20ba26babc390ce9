import { fisherExact } from './fisher-exact.ts';
import { logNormalTail } from './special/normal.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Have two shares changed? The pooled z-test for shares, or Fisher's exact test when an expected cell is below 5.
 * `statistic` is z (positive when the share grew), `effect` the difference current − reference, in shares. O(1),
 * Fisher's test O(smallest margin).
 *
 * @param referenceCount rows with the property, of `n` reference rows
 * @param currentCount rows with it, of `m` current rows
 */
export function twoShares(
  referenceCount: number,
  n: number,
  currentCount: number,
  m: number,
): TestResult<{ zP: number; minExpected: number; law: 'z' | 'fisher' }> {
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);
  const pooled = (referenceCount + currentCount) / (n + m);
  const effect = currentCount / m - referenceCount / n;
  const noise = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  const statistic = noise === 0 ? 0 : effect / noise;
  const lnP = Math.min(0, Math.LN2 + logNormalTail(Math.abs(statistic)));
  const zP = Math.exp(lnP);
  const minExpected = Math.min(n, m) * Math.min(pooled, 1 - pooled);
  if (minExpected >= 5) {
    return { status: 'ok', statistic, effect, p: zP, lnP, n, m, zP, minExpected, law: 'z' };
  }
  const { p } = fisherExact(referenceCount, n - referenceCount, currentCount, m - currentCount);
  return { status: 'ok', statistic, effect, p, lnP: Math.log(p), n, m, zP, minExpected, law: 'fisher' };
}
