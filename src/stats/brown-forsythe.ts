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

  const origin = middleOf(reference.sorted);
  const first = deviations(reference, origin);
  const second = deviations(current, origin);
  const { mean: mean1, squares: squares1 } = momentsAbout(first, first[0] as number);
  const { mean: mean2, squares: squares2 } = momentsAbout(second, first[0] as number);
  // Deviations that differ by rounding alone are equal: two values in equal numbers, say, on both sides of their median.
  const rounding = 4 * Number.EPSILON * Math.max(largestOf(first), largestOf(second));
  const difference = Math.abs(mean1 - mean2) <= rounding ? 0 : mean1 - mean2;
  const squares = squares1 + squares2;
  const within = squares <= (n + m) * rounding * rounding ? 0 : squares;

  const between = (difference * difference * n * m) / (n + m);
  const degrees2 = n + m - 2;
  const statistic = between === 0 ? 0 : (between * degrees2) / within;
  const [spread1, spread2] = [mean1, mean2].map((mean) => mean + (first[0] as number)) as [number, number];
  const effect = difference === 0 ? 0 : Math.log(spread2 / spread1);
  const p = fTail(statistic, 1, degrees2);
  const lnP = logFTail(statistic, 1, degrees2);
  return { status: 'ok', statistic, effect, p, lnP, n, m, degrees1: 1, degrees2 };
}

/** From the median, both counted from `origin`, so that an offset of the values costs no digits. */
function deviations({ sorted }: Sample, origin: number): Float64Array {
  const moved = sorted.map((value) => value - origin);
  const median = quantileOfSorted(moved, 0.5);
  return moved.map((value) => Math.abs(value - median));
}

function largestOf(values: Float64Array): number {
  return values.reduce((largest, value) => Math.max(largest, value), 0);
}
