import { completePairs } from './correlation/pairs.ts';
import { mannWhitney } from './mann-whitney.ts';
import { sampleOf } from './sample.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Do scores tell two classes apart? `statistic` is the area under the ROC curve, the chance that a score of label 1
 * exceeds one of label 0 (ties half); p is one-sided, by Mann & Whitney. `effect` is the area, ½ without any. n and m are
 * the rows of label 0 and 1; rows with a missing or infinite value are left out. O(n + m).
 *
 * @param labels 0 or 1
 * @throws {RangeError} when the lengths differ
 */
export function aucTest(scores: ArrayLike<number>, labels: ArrayLike<number>): TestResult<{ u: number }> {
  const rows = completePairs(scores, labels);
  const ones = rows.x.filter((_, row) => rows.y[row] === 1);
  const zeros = rows.x.filter((_, row) => rows.y[row] !== 1);
  const test = mannWhitney(sampleOf(ones), sampleOf(zeros), 'greater');
  const n = zeros.length;
  const m = ones.length;
  if (test.status === 'unavailable') return unavailable(test.reason, n, m);
  const { statistic: u, effect: area, p, lnP } = test;
  return { status: 'ok', statistic: area, effect: area, p, lnP, n, m, u };
}
