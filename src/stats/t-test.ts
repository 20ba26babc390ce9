import { middleOf } from './describe.ts';
import { momentsAbout, scaleOf } from './moments.ts';
import { type Sample, scaled } from './sample.ts';
import { logStudentTTail, studentTTail } from './special/student-t-tail.ts';
import { type TestResult, unavailable } from './test-result.ts';

type TDetails = {
  /** Degrees of freedom; NaN when neither sample varies. */
  degrees: number;
};

/**
 * Welch's t-test of the difference of two means, reference − current, without assuming equal variances. `effect`
 * is the difference over the root mean variance (Cohen's d for unequal variances). Two rows a side are needed. When
 * neither side varies: t = 0 and p = 1 for equal means, else t = ±Infinity and p = 0. O(n + m).
 */
export function welchT(reference: Sample, current: Sample): TestResult<TDetails> {
  const sides = sidesOf(reference, current);
  if (!sides) return unavailable('insufficient-data', reference.sorted.length, current.sorted.length);
  const { n, m, difference, variance1, variance2 } = sides;
  const share1 = variance1 / n;
  const share2 = variance2 / m;
  const weight = share1 / (share1 + share2); // not the shares themselves, whose squares may vanish
  const degrees = 1 / ((weight * weight) / (n - 1) + ((1 - weight) * (1 - weight)) / (m - 1));
  const spread = Math.sqrt((variance1 + variance2) / 2);
  return resultOf(difference, Math.sqrt(share1 + share2), degrees, spread, n, m);
}

/** Student's t-test: as Welch's, with the pooled variance, so exact only for equal variances. O(n + m). */
export function studentT(reference: Sample, current: Sample): TestResult<TDetails> {
  const sides = sidesOf(reference, current);
  if (!sides) return unavailable('insufficient-data', reference.sorted.length, current.sorted.length);
  const { n, m, difference, variance1, variance2 } = sides;
  const degrees = n + m - 2;
  const spread = Math.sqrt(((n - 1) * variance1 + (m - 1) * variance2) / degrees);
  return resultOf(difference, spread * Math.sqrt(1 / n + 1 / m), degrees, spread, n, m);
}

function sidesOf(reference: Sample, current: Sample) {
  const n = reference.sorted.length;
  const m = current.sorted.length;
  if (n < 2 || m < 2) return undefined;
  const factor = scaleOf(reference.sorted, current.sorted);
  const [x, y] =
    factor === 1
      ? [reference.sorted, current.sorted]
      : [scaled(reference, factor).sorted, scaled(current, factor).sorted];
  const [origin1, origin2] = [middleOf(x), middleOf(y)];
  const first = momentsAbout(x, origin1);
  const second = momentsAbout(y, origin2);
  return {
    n,
    m,
    difference: origin1 - origin2 + (first.mean - second.mean),
    variance1: isConstant(x) ? 0 : first.squares / (n - 1),
    variance2: isConstant(y) ? 0 : second.squares / (m - 1),
  };
}

/** Then the variance is 0, whatever rounding makes of the deviations. */
function isConstant(sorted: Float64Array): boolean {
  return sorted[0] === sorted.at(-1);
}

function resultOf(
  difference: number,
  error: number,
  degrees: number,
  spread: number,
  n: number,
  m: number,
): TestResult<TDetails> {
  if (error === 0) {
    const statistic = difference === 0 ? 0 : Math.sign(difference) * Infinity;
    const isEqual = difference === 0;
    return {
      status: 'ok',
      statistic,
      effect: statistic,
      p: isEqual ? 1 : 0,
      lnP: isEqual ? 0 : -Infinity,
      n,
      m,
      degrees: NaN,
    };
  }
  const statistic = difference / error;
  const p = Math.min(1, 2 * studentTTail(Math.abs(statistic), degrees));
  const lnP = Math.min(0, Math.LN2 + logStudentTTail(Math.abs(statistic), degrees));
  return { status: 'ok', statistic, effect: difference / spread, p, lnP, n, m, degrees };
}
