import { middleOf, quantileOfSorted } from './describe.ts';
import { momentsAbout, scaleOf } from './moments.ts';
import { type Sample, scaled } from './sample.ts';
import { fTail, logFTail } from './special/f-tail.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Brown & Forsythe's (1974) test of equal spread: one-way analysis of variance of the absolute deviations from the
 * medians (Levene's test with medians, SciPy's default). `effect` is the natural logarithm of the ratio of the mean
 * deviations, current over reference. When no deviation varies: F = 0 and p = 1 if they are equal, else F = Infinity
 * and p = 0. Needs three rows on one side: the deviations of two are always equal. O(n + m).
 */
export function brownForsythe(
  reference: Sample,
  current: Sample,
): TestResult<{ degrees1: number; degrees2: number }> {
  const n = reference.sorted.length;
  const m = current.sorted.length;
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);
  if (n < 3 && m < 3) return unavailable('insufficient-data', n, m);
  const factor = scaleOf(reference.sorted, current.sorted);
  if (factor !== 1) return brownForsythe(scaled(reference, factor), scaled(current, factor));

  const first = deviations(reference);
  const second = deviations(current);
  const [mean1, squares1] = meanAndSquares(first);
  const [mean2, squares2] = meanAndSquares(second);
  // Deviations that differ by rounding alone are equal: two values in equal numbers, say, on both sides of their median.
  const rounding = 4 * Number.EPSILON * Math.max(largestOf(first), largestOf(second));
  const difference = Math.abs(mean1 - mean2) <= rounding ? 0 : mean1 - mean2;
  const squares = squares1 + squares2;
  const within = squares <= (n + m) * rounding * rounding ? 0 : squares;

  const between = (difference * difference * n * m) / (n + m);
  const degrees2 = n + m - 2;
  const statistic = between === 0 ? 0 : (between * degrees2) / within;
  const effect = difference === 0 ? 0 : Math.log(mean2 / mean1);
  const p = fTail(statistic, 1, degrees2);
  const lnP = logFTail(statistic, 1, degrees2);
  return { status: 'ok', statistic, effect, p, lnP, n, m, degrees1: 1, degrees2 };
}

/** From the median, both counted from a value of the sample, so that an offset costs no digits. */
function deviations({ sorted }: Sample): Float64Array {
  const origin = middleOf(sorted);
  const moved = sorted.map((value) => value - origin);
  const median = quantileOfSorted(moved, 0.5);
  return moved.map((value) => Math.abs(value - median));
}

function meanAndSquares(values: Float64Array): [number, number] {
  const origin = values[0] as number;
  const { mean, squares } = momentsAbout(values, origin);
  return [origin + mean, squares];
}

function largestOf(values: Float64Array): number {
  return values.reduce((largest, value) => Math.max(largest, value), 0);
}
