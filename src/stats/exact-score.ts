import type { Score, TestResult } from './test-result.ts';

export const exactMethods = [
  'jensenShannon',
  'psi',
  'ks',
  'wasserstein',
  'chiSquare',
  'hellinger',
  'totalVariation',
  'cramerVonMises',
  'andersonDarling',
  'mannWhitney',
  'welchT',
  'brownForsythe',
  'energy',
  'gTest',
  'lInfinity',
  'cramersV',
  'newCategories',
] as const;
export type ExactMethod = (typeof exactMethods)[number];

/** One test on the rows of a metric. */
export type ExactScore = Score<ExactMethod>;

/** What all tests have in common. O(1). */
export function testScore(method: ExactMethod, result: TestResult): ExactScore {
  if (result.status === 'unavailable') return { method, ...result };
  const { status, statistic, effect, p, lnP, n, m, bins, bound, limit } = result;
  return { method, status, statistic, effect, p, lnP, n, m, bins, bound, limit };
}

/**
 * A distance without a law of its own, beside the p-value of a test of the same rows. O(1).
 *
 * @param bins those that the distance is of, when it is not of the rows
 */
export function distanceScore(
  method: ExactMethod,
  { statistic, effect = statistic, bins }: { statistic: number; effect?: number; bins?: number },
  evidence: TestResult,
): ExactScore {
  if (evidence.status === 'unavailable') return { method, ...evidence };
  const { status, p, lnP, n, m } = evidence;
  return { method, status, statistic, effect, p, lnP, n, m, bins };
}
