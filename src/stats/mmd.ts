import { completePoints, joinPoints, type Points, selectPoints, squaredDistance } from './points.ts';
import { below, type Draw, mulberry32 } from './random.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Maximum mean discrepancy of two samples of points with the kernel exp(−γ·d²) (Gretton et al. 2012). `statistic` and
 * `effect` are the unbiased MMD², which can be negative; `biased` is the V-statistic. γ is by default one over the
 * median squared distance. p is the share (1 + exceedances)/(1 + permutations) of relabellings at least as far apart,
 * so never 0. Rows with a missing value are left out. O((n + m)²·(dimensions + permutations)) and 8·(n + m)² bytes:
 * for up to about 2000 rows; beyond, `mmdLinear` or `mmdRandomFourier`.
 *
 * @param seed of the permutations, and of the rows drawn for the median
 * @throws {RangeError} when the samples differ in their number of columns
 */
export function mmd(
  reference: Points,
  current: Points,
  { gamma: given, permutations = 199, seed }: { gamma?: number; permutations?: number; seed: number },
): TestResult<{ biased: number; gamma: number; exceedances: number }> {
  const x = completePoints(reference);
  const y = completePoints(current);
  const n = x.rows;
  const m = y.rows;
  if (n < 2 || m < 2) return unavailable('insufficient-data', n, m);
  const pooled = joinPoints(x, y);
  const gamma = given ?? 1 / medianSquaredDistance(pooled, seed);
  if (!Number.isFinite(gamma)) return unavailable('one-distinct-value', n, m);

  const kernel = kernelMatrix(pooled, gamma);
  const labels = Uint32Array.from({ length: n + m }, (_, i) => i);
  const { unbiased, biased } = discrepancy(kernel, labels, n, m);
  const draw = mulberry32(seed);
  let exceedances = 0;
  for (let b = 0; b < permutations; b++) {
    shuffle(labels, draw);
    const permuted = discrepancy(kernel, labels, n, m).unbiased;
    if (permuted >= unbiased - 1e-12 * Math.max(1, Math.abs(unbiased))) exceedances += 1;
  }
  const p = (1 + exceedances) / (1 + permutations);
  return {
    status: 'ok',
    statistic: unbiased,
    effect: unbiased,
    p,
    lnP: Math.log(p),
    n,
    m,
    biased,
    gamma,
    exceedances,
  };
}

const mostForMedian = 1000;

/**
 * Lower median of the squared distances of distinct pairs; of at most 1000 rows, drawn by the seed. Where more than
 * half of the pairs coincide, their mean. The points must be complete. O(r²·(dimensions + log r)) for r = min(rows,
 * 1000).
 */
export function medianSquaredDistance(points: Points, seed: number): number {
  const some = points.rows <= mostForMedian ? points : selectPoints(points, drawRows(points.rows, seed));
  const distances = new Float64Array((some.rows * (some.rows - 1)) / 2);
  let at = 0;
  for (let i = 0; i < some.rows; i++) {
    for (let j = i + 1; j < some.rows; j++) distances[at++] = squaredDistance(some, i, some, j);
  }
  const median = distances.sort()[Math.floor((distances.length - 1) / 2)] as number;
  return median > 0 ? median : distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

function drawRows(rows: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  shuffle(order, mulberry32(seed));
  return order.slice(0, mostForMedian);
}

function kernelMatrix(points: Points, gamma: number): Float64Array {
  const { rows } = points;
  const kernel = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    kernel[i * rows + i] = 1;
    for (let j = 0; j < i; j++) {
      const value = Math.exp(-gamma * squaredDistance(points, i, points, j));
      kernel[i * rows + j] = value;
      kernel[j * rows + i] = value;
    }
  }
  return kernel;
}

/** MMD² when the first n of `labels` are one sample and the rest the other. */
function discrepancy(kernel: Float64Array, labels: Uint32Array, n: number, m: number) {
  const rows = n + m;
  let first = 0;
  let second = 0;
  let between = 0;
  for (let i = 0; i < rows; i++) {
    const row = (labels[i] as number) * rows;
    for (let j = 0; j < i; j++) {
      const value = kernel[row + (labels[j] as number)] as number;
      if (i < n) first += value;
      else if (j >= n) second += value;
      else between += value;
    }
  }
  const cross = (2 * between) / n / m;
  return {
    unbiased: (2 * first) / (n * (n - 1)) + (2 * second) / (m * (m - 1)) - cross,
    biased: (2 * first + n) / n / n + (2 * second + m) / m / m - cross,
  };
}

/** Puts the labels in order, then shuffles them (Fisher & Yates): each permutation starts afresh. */
function shuffle(labels: Uint32Array, draw: Draw): void {
  for (let i = 0; i < labels.length; i++) labels[i] = i;
  for (let i = labels.length - 1; i >= 1; i--) {
    const j = below(draw, i + 1);
    const swapped = labels[i] as number;
    labels[i] = labels[j] as number;
    labels[j] = swapped;
  }
}
