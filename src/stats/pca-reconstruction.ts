import { momentsAbout } from './moments.ts';
import { type Points, requireSameDimensions } from './points.ts';
import { sampleOf } from './sample.ts';
import { welchT } from './t-test.ts';
import { type TestResult, unavailable } from './test-result.ts';

export type ReconstructionError = {
  mean: number;
  standardDeviation: number;
  standardError: number;
  /** One a row. */
  errors: Float64Array;
};

/**
 * Reconstruction error of principal components: columns standardised by the reference's means and population standard
 * deviations (a missing value becomes the reference's mean, a constant column stays at 0), the components of the reference
 * that carry the share `components` of its variance (or as many as a whole number says), and the mean Euclidean
 * norm of what they leave of a row. It grows when the dependence between columns breaks, and may shrink too. `statistic` is the
 * current mean error, `effect` its distance from the reference's in standard deviations, p Welch's for the difference; the
 * reference's own error is in-sample, so a little low for fewer than about ten rows a column. O(rows·dimensions²).
 *
 * @throws {RangeError} when the samples differ in their number of columns
 */
export function pcaReconstruction(
  reference: Points,
  current: Points,
  components = 0.65,
): TestResult<{
  components: number;
  explainedVarianceRatio: Float64Array;
  reference: ReconstructionError;
  current: ReconstructionError;
}> {
  requireSameDimensions(reference, current);
  const n = reference.rows;
  const m = current.rows;
  if (n < 2 || m < 2) return unavailable('insufficient-data', n, m);

  const scale = scaleOf(reference);
  const x = standardised(reference, scale);
  const y = standardised(current, scale);
  const { values, vectors } = eigenOfSymmetric(covarianceOf(x), x.dimensions);
  const total = values.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return unavailable('one-distinct-value', n, m);

  const explainedVarianceRatio = values.map((value) => value / total);
  const kept = components < 1 ? componentsFor(explainedVarianceRatio, components) : components;
  const first = errorOf(x, vectors, kept);
  const second = errorOf(y, vectors, kept);
  const test = welchT(sampleOf(second.errors), sampleOf(first.errors));
  if (test.status === 'unavailable') return test;
  const difference = second.mean - first.mean;
  return {
    status: 'ok',
    statistic: second.mean,
    effect: difference === 0 ? 0 : difference / first.standardDeviation,
    p: test.p,
    lnP: test.lnP,
    n,
    m,
    components: kept,
    explainedVarianceRatio,
    reference: first,
    current: second,
  };
}

type Scale = { means: Float64Array; deviations: Float64Array };

function scaleOf({ rows, dimensions, values }: Points): Scale {
  const means = new Float64Array(dimensions);
  const deviations = new Float64Array(dimensions);
  for (let j = 0; j < dimensions; j++) {
    const column = Float64Array.from({ length: rows }, (_, i) => values[i * dimensions + j] as number);
    const known = column.filter(Number.isFinite);
    const origin = known[0] ?? 0;
    const { mean, squares } = momentsAbout(known, origin);
    means[j] = known.length > 0 ? origin + mean : 0;
    // imputed values lie at the mean, so they count in the divisor alone
    deviations[j] = Math.sqrt(squares / rows);
  }
  return { means, deviations };
}

function standardised({ rows, dimensions, values }: Points, { means, deviations }: Scale): Points {
  const standard = values.map((value, at) => {
    const j = at % dimensions;
    const deviation = deviations[j] as number;
    return Number.isFinite(value) ? (value - (means[j] as number)) / (deviation > 0 ? deviation : 1) : 0;
  });
  return { rows, dimensions, values: standard };
}

function covarianceOf({ rows, dimensions, values }: Points): Float64Array {
  const covariance = new Float64Array(dimensions * dimensions);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < dimensions; j++) {
      const value = values[i * dimensions + j] as number;
      for (let k = 0; k < dimensions; k++) {
        covariance[j * dimensions + k]! += (value * (values[i * dimensions + k] as number)) / rows;
      }
    }
  }
  return covariance;
}

/** The smallest number whose shares together exceed `share`, as scikit-learn. */
function componentsFor(ratios: Float64Array, share: number): number {
  let sum = 0;
  for (let i = 0; i < ratios.length; i++) {
    sum += ratios[i] as number;
    if (sum > share) return i + 1;
  }
  return ratios.length;
}

function errorOf(
  { rows, dimensions, values }: Points,
  vectors: Float64Array[],
  kept: number,
): ReconstructionError {
  const errors = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const rest = values.slice(i * dimensions, (i + 1) * dimensions);
    for (let c = 0; c < kept; c++) {
      const vector = vectors[c] as Float64Array;
      let length = 0;
      for (let j = 0; j < dimensions; j++)
        length += (values[i * dimensions + j] as number) * (vector[j] as number);
      for (let j = 0; j < dimensions; j++) rest[j]! -= length * (vector[j] as number);
    }
    errors[i] = Math.hypot(...rest);
  }
  const origin = errors[0] ?? 0;
  const { mean: distance, squares } = momentsAbout(errors, origin);
  const mean = origin + distance;
  const standardDeviation = Math.sqrt(squares / (rows - 1));
  return { mean, standardDeviation, standardError: standardDeviation / Math.sqrt(rows), errors };
}

/** Eigenvalues, largest first, and their vectors, by Jacobi's rotations. */
function eigenOfSymmetric(
  matrix: Float64Array,
  size: number,
): { values: Float64Array; vectors: Float64Array[] } {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  for (let sweep = 0; sweep < 100; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        off += (a[p * size + q] as number) ** 2;
        rotate(a, v, size, p, q);
      }
    }
    if (off < 1e-30) break;
  }
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => (a[j * size + j] as number) - (a[i * size + i] as number),
  );
  return {
    values: Float64Array.from(order, (i) => Math.max(0, a[i * size + i] as number)),
    vectors: order.map((i) => Float64Array.from({ length: size }, (_, j) => v[j * size + i] as number)),
  };
}

function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] as number;
  if (apq === 0) return;
  const theta = ((a[q * size + q] as number) - (a[p * size + p] as number)) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    const akp = a[k * size + p] as number;
    const akq = a[k * size + q] as number;
    a[k * size + p] = c * akp - s * akq;
    a[k * size + q] = s * akp + c * akq;
  }
  for (let k = 0; k < size; k++) {
    const apk = a[p * size + k] as number;
    const aqk = a[q * size + k] as number;
    a[p * size + k] = c * apk - s * aqk;
    a[q * size + k] = s * apk + c * aqk;
    const vkp = v[k * size + p] as number;
    const vkq = v[k * size + q] as number;
    v[k * size + p] = c * vkp - s * vkq;
    v[k * size + q] = s * vkp + c * vkq;
  }
}
