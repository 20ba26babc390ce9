import { type TestResult, unavailable } from '../test-result.ts';
import { effectiveSampleSize } from './effective-sample-size.ts';
import { residualsOf } from './least-squares.ts';
import { isConstant } from './pairs.ts';
import { coefficient, type CorrelationDetails } from './pearson.ts';
import { significanceOf } from './significance.ts';

/** What of y's (or x's) variation must be left beside the controls for a correlation to mean anything. */
const LEAST_LEFT = 1e-18;

/**
 * Correlation of x and y with the controls' linear part taken out of both: `statistic` and `effect`; p by t
 * with n − 2 − controls degrees of freedom. With `dependence: 'series'` the residuals' effective number of
 * pairs stands for n. Rows with any missing value are left out. O(n·k²).
 *
 * @throws {RangeError} when the lengths differ
 */
export function partialCorrelation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  controls: readonly ArrayLike<number>[],
  {
    dependence = 'independent',
    level = 0.95,
  }: { dependence?: 'independent' | 'series'; level?: number } = {},
): TestResult<CorrelationDetails & { effectiveN: number }> {
  const columns = [x, y, ...controls];
  const wrong = columns.find((column) => column.length !== x.length);
  if (wrong) throw new RangeError(`${x.length} values of x, but ${wrong.length} of another column`);

  const rows = Array.from({ length: x.length }, (_, i) => i).filter((i) =>
    columns.every((column) => Number.isFinite(column[i])),
  );
  const [u, v, ...others] = columns.map((column) => Float64Array.from(rows, (i) => column[i] as number)) as [
    Float64Array,
    Float64Array,
    ...Float64Array[],
  ];
  const n = rows.length;
  if (n < 3 + controls.length) return unavailable('too-few-rows', n, n);
  if (isConstant(u) || isConstant(v)) return unavailable('one-distinct-value', n, n);

  const left = residualsOf(u, others);
  const right = residualsOf(v, others);
  if (isExplained(u, left.residuals) || isExplained(v, right.residuals)) {
    return unavailable('one-distinct-value', n, n);
  }
  const r = coefficient(left.residuals, right.residuals);
  const pairs = dependence === 'series' ? effectiveSampleSize(left.residuals, right.residuals) : n;
  const effectiveN = Math.max(2 + 1e-9, pairs - left.rank);
  return {
    status: 'ok',
    statistic: r,
    effect: r,
    n,
    m: n,
    effectiveN,
    ...significanceOf(r, effectiveN, level),
  };
}

function isExplained(values: Float64Array, residuals: Float64Array): boolean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return residuals.reduce((sum, value) => sum + value * value, 0) <= LEAST_LEFT * total;
}
