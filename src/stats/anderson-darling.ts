import type { Sample } from './sample.ts';
import { type TableEnd, type TestResult, unavailable } from './test-result.ts';

const levels = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];
/** Critical values b₀ + b₁/√(k−1) + b₂/(k−1) at these levels: Scholz & Stephens (1987), table 1. */
const criticalB0 = [0.675, 1.281, 1.645, 1.96, 2.326, 2.573, 3.085];
const criticalB1 = [-0.245, 0.25, 0.678, 1.149, 1.822, 2.364, 3.615];
const criticalB2 = [-0.105, -0.305, -0.362, -0.391, -0.396, -0.345, -0.154];

/**
 * Anderson-Darling test that k samples come from one distribution (Scholz & Stephens 1987), mid-rank form:
 * sensitive in the tails. `statistic` is standardised; `effect` is A² over the number of rows. p is interpolated
 * in a table from 0.25 to 0.001 and stops at its ends, which `limit` then names, so do not rank by it. n counts the first
 * sample, m all others. O(N) after sorting.
 */
export function andersonDarling(...samples: Sample[]): TestResult {
  const sizes = samples.map(({ sorted }) => sorted.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const n = sizes[0] ?? 0;
  const m = total - n;
  if (samples.length < 2 || sizes.some((size) => size === 0)) return unavailable('no-rows', n, m);
  if (total < 4) return unavailable('insufficient-data', n, m);

  const square = statisticOf(samples, total);
  if (square === undefined) return unavailable('one-distinct-value', n, m);
  const statistic = (square - (samples.length - 1)) / deviationOf(sizes, total);
  const { p, limit } = interpolate(statistic, samples.length - 1);
  return {
    status: 'ok',
    statistic,
    effect: square / total,
    p,
    lnP: Math.log(p),
    n,
    m,
    ...(limit && { limit }),
  };
}

/** A² with mid-ranks; undefined when all values are equal. */
function statisticOf(samples: Sample[], total: number): number | undefined {
  const positions = samples.map(() => 0);
  let below = 0;
  let sum = 0;
  let groups = 0;
  while (below < total) {
    let value = Infinity;
    for (const [s, { sorted }] of samples.entries())
      value = Math.min(value, sorted[positions[s] as number] ?? Infinity);
    const before = positions.slice();
    let size = 0;
    for (const [s, { sorted }] of samples.entries()) {
      let at = before[s] as number;
      while (at < sorted.length && sorted[at] === value) at += 1;
      size += at - (before[s] as number);
      positions[s] = at;
    }
    const middle = below + size / 2;
    const weight = middle * (total - middle) - (total * size) / 4;
    if (weight > 0) {
      for (const [s, { sorted }] of samples.entries()) {
        const own = ((before[s] as number) + (positions[s] as number)) / 2;
        const difference = total * own - middle * sorted.length;
        sum += ((size / total) * difference * difference) / weight / sorted.length;
      }
    }
    below += size;
    groups += 1;
  }
  return groups < 2 ? undefined : (sum * (total - 1)) / total;
}

function deviationOf(sizes: number[], total: number): number {
  const k = sizes.length;
  let inverse = 0;
  for (const size of sizes) inverse += 1 / size;
  let h = 0;
  let g = 0;
  for (let j = 2; j < total; j++) {
    h += 1 / (total - j + 1);
    g += h / j;
  }
  h += 1;
  const a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * inverse;
  const b = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
  const c = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * inverse + 4 * h;
  const d = (2 * h + 6) * k * k - 4 * h * k;
  const cubic = ((a * total + b) * total + c) * total + d;
  return Math.sqrt(cubic / ((total - 1) * (total - 2) * (total - 3)));
}

/** p by a parabola through ln(level) as a function of the critical values, least squares. */
function interpolate(statistic: number, degrees: number): { p: number; limit?: TableEnd } {
  const critical = criticalB0.map(
    (b0, i) => b0 + (criticalB1[i] as number) / Math.sqrt(degrees) + (criticalB2[i] as number) / degrees,
  );
  if (statistic < (critical[0] as number)) return { p: 0.25, limit: 'cap' };
  if (statistic > (critical[critical.length - 1] as number)) return { p: 0.001, limit: 'floor' };
  const [c0, c1, c2] = parabola(critical, levels.map(Math.log));
  return { p: Math.exp(c0 + statistic * (c1 + statistic * c2)) };
}

/** Least-squares coefficients of 1, x, x², by the orthogonal polynomials of the points. */
function parabola(x: number[], y: number[]): [number, number, number] {
  const n = x.length;
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  const first = x.map((value) => value - mean);
  const squares = first.reduce((sum, value) => sum + value * value, 0);
  const skew = first.reduce((sum, value) => sum + value ** 3, 0) / squares;
  const second = first.map((value) => value * value - skew * value - squares / n);
  const against = (basis: number[]) =>
    basis.reduce((sum, value, i) => sum + value * (y[i] as number), 0) /
    basis.reduce((sum, value) => sum + value * value, 0);
  const q = against(second);
  const l = against(first) - q * skew; // slope about the mean
  const constant = y.reduce((sum, value) => sum + value, 0) / n - (q * squares) / n;
  return [constant - l * mean + q * mean * mean, l - 2 * q * mean, q];
}
