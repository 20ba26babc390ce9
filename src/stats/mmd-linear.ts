import { completePoints, type Points, requireSameDimensions, squaredDistance } from './points.ts';
import { logNormalTail, normalTail } from './special/normal.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * MMD² in linear time (Gretton et al. 2012, section 6): the mean of
 * `k(x₁,x₂) + k(y₁,y₂) − k(x₁,y₂) − k(x₂,y₁)` over disjoint pairs of rows in input order, k = exp(−γ·d²); one-sided normal
 * p of its mean over its standard error. Less powerful than `mmd`, for sizes where that is out of reach. Rows beyond the
 * shorter sample and rows with a missing value are not used. At least two pairs are needed. O(n).
 *
 * @throws {RangeError} when the samples differ in their number of columns
 */
export function mmdLinear(reference: Points, current: Points, gamma: number): TestResult<{ z: number }> {
  requireSameDimensions(reference, current);
  const x = completePoints(reference);
  const y = completePoints(current);
  const pairs = Math.floor(Math.min(x.rows, y.rows) / 2);
  if (pairs < 2) return unavailable('insufficient-data', x.rows, y.rows);

  const kernel = (a: Points, i: number, b: Points, j: number) =>
    Math.exp(-gamma * squaredDistance(a, i, b, j));
  let mean = 0;
  let squares = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const i = 2 * pair;
    const j = i + 1;
    const h = kernel(x, i, x, j) + kernel(y, i, y, j) - kernel(x, i, y, j) - kernel(x, j, y, i);
    const delta = h - mean;
    mean += delta / (pair + 1);
    squares += delta * (h - mean);
  }
  const deviation = Math.sqrt(squares / (pairs - 1));
  const z = deviation === 0 ? 0 : (Math.sqrt(pairs) * mean) / deviation;
  const p = normalTail(z);
  return { status: 'ok', statistic: mean, effect: mean, p, lnP: logNormalTail(z), n: x.rows, m: y.rows, z };
}
