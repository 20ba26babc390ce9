import { clopperPearson } from './new-category.ts';
import type { TestResult } from './test-result.ts';
import { twoShares } from './two-shares.ts';
import { wilson } from './wilson.ts';

/**
 * Has the share of missing values changed? `twoShares` (pooled z, or Fisher's exact test when an expected cell is
 * below 5) with intervals: Newcombe's (1998, method 10) for the difference current − reference, Wilson's and Clopper &
 * Pearson's for the current share. O(1), Fisher's test O(smallest margin).
 *
 * @param n reference rows, the missing ones among them
 * @param m current rows, the missing ones among them
 */
export function missingShare(
  missingReference: number,
  n: number,
  missingCurrent: number,
  m: number,
  confidence = 0.95,
): TestResult<{
  zP: number;
  minExpected: number;
  law: 'z' | 'fisher';
  wilson: [number, number];
  clopperPearson: [number, number];
  difference: [number, number];
}> {
  const test = twoShares(missingReference, n, missingCurrent, m);
  if (test.status === 'unavailable') return test;
  const p = missingReference / n;
  const q = missingCurrent / m;
  const [low1, high1] = wilson(missingReference, n, confidence);
  const [low2, high2] = wilson(missingCurrent, m, confidence);
  return {
    ...test,
    wilson: [low2, high2],
    clopperPearson: clopperPearson(missingCurrent, m, confidence),
    difference: [
      test.effect - Math.hypot(q - low2, high1 - p),
      test.effect + Math.hypot(high2 - q, p - low1),
    ],
  };
}
