import { meanOfSorted, quantileOfSorted } from './describe.ts';
import type { Sample } from './sample.ts';
import { fTail, logFTail } from './special/f-tail.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Brown & Forsythe's (1974) test of equal spread: one-way analysis of variance of the absolute deviations from the
 * medians (Levene's test with medians, SciPy's default). `effect` is the natural logarithm of the ratio of the mean
 * deviations, current over reference. When no deviation varies: F = 0 and p = 1 if they are equal, else F = Infinity
 * and p = 0. Needs three rows. O(n + m).
 */
export function brownForsythe(
  reference: Sample,
  current: Sample,
): TestResult<{ degrees1: number; degrees2: number }> {
  const n = reference.sorted.length;
  const m = current.sorted.length;
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);
  if (n + m < 3) return unavailable('insufficient-data', n, m);

  const first = deviations(reference);
  const second = deviations(current);
  const mean1 = meanOfSorted(first);
  const mean2 = meanOfSorted(second);
  const between = ((mean1 - mean2) * (mean1 - mean2) * n * m) / (n + m);
  const within = squares(first, mean1) + squares(second, mean2);
  const degrees2 = n + m - 2;
  const statistic = between === 0 ? 0 : (between * degrees2) / within;
  const effect = mean1 === mean2 ? 0 : Math.log(mean2 / mean1);
  const p = fTail(statistic, 1, degrees2);
  const lnP = logFTail(statistic, 1, degrees2);
  return { status: 'ok', statistic, effect, p, lnP, n, m, degrees1: 1, degrees2 };
}

function deviations({ sorted }: Sample): Float64Array {
  const median = quantileOfSorted(sorted, 0.5);
  return sorted.map((value) => Math.abs(value - median));
}

function squares(values: Float64Array, mean: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - mean) ** 2;
  return sum;
}
