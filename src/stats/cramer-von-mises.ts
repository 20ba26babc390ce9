import { eachTieGroup } from './ranks.ts';
import type { Sample } from './sample.ts';
import { cramerVonMisesTail, logCramerVonMisesTail } from './special/cramer-von-mises-tail.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Two-sample Cramér-von Mises test (Anderson 1962) with mid-ranks. p: exact when no size exceeds 20, else the
 * limiting law at the statistic normalised to its mean and variance, from Smirnov's integral (1 − CDF is noise below 1e-9, this is
 * not). `effect` is the statistic over its value for two samples that do not overlap and have no ties, cut at 1. With ties the exact law, which knows none, is an approximation
 * (p of two different constants is 0). O(n + m).
 */
export function cramerVonMises(
  reference: Sample,
  current: Sample,
): TestResult<{ normalised: number; law: 'exact' | 'asymptotic' }> {
  const n = reference.sorted.length;
  const m = current.sorted.length;
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);
  const total = n + m;
  const product = n * m;
  const { u, statistic } = measure(reference, current);

  const mean = (1 + 1 / total) / 6;
  const variance =
    ((total + 1) * (4 * product * total - 3 * (n * n + m * m) - 2 * product)) /
    (45 * total * total * 4 * product);
  const normalised = (statistic - mean) / Math.sqrt(45 * variance) + 1 / 6;
  const result = {
    status: 'ok',
    statistic,
    effect: Math.min(1, statistic / largest(n, m)),
    n,
    m,
    normalised,
  } as const;
  if (Math.max(n, m) <= 20) {
    const p = exactTail(u, n, m);
    return { ...result, p, lnP: Math.log(p), law: 'exact' };
  }
  const p = cramerVonMisesTail(normalised);
  return { ...result, p, lnP: logCramerVonMisesTail(normalised), law: 'asymptotic' };
}

/** U = n·Σ(rᵢ − i)² + m·Σ(sⱼ − j)² with mid-ranks r and s, and T = U/(nm·(n+m)) − (4nm − 1)/(6·(n + m)). */
function measure(reference: Sample, current: Sample): { u: number; statistic: number } {
  const n = reference.sorted.length;
  const m = current.sorted.length;
  let first = 0;
  let second = 0;
  eachTieGroup(reference, current, ({ i, j, iBefore, jBefore }) => {
    const midRank = iBefore + jBefore + (i + j + 1) / 2;
    for (let k = 1; k <= i; k++) first += (midRank - iBefore - k) ** 2;
    for (let k = 1; k <= j; k++) second += (midRank - jBefore - k) ** 2;
  });
  const u = n * first + m * second;
  const total = n + m;
  return { u, statistic: u / (n * m) / total - (4 * n * m - 1) / (6 * total) };
}

/** The statistic of samples that do not overlap. */
function largest(n: number, m: number): number {
  return (2 * n * m + 1) / (6 * (n + m));
}

/** How many orders of the rows lead to each value, values ascending. */
type Ways = { values: Float64Array; counts: Float64Array };

/**
 * P(U ≥ u) over all orders of the rows (Xiao, Gordon & Yakovlev 2007): T = nm/(n+m)²·Σ(F − G)² over the pooled
 * rows, and in units of the least common multiple the summands are whole numbers, counted along lattice paths.
 */
function exactTail(u: number, n: number, m: number): number {
  const multiple = (n * m) / greatestCommonDivisor(n, m);
  const a = multiple / n;
  const b = multiple / m;
  const scale = (multiple * multiple * (n + m)) / (n * m);
  const least = scale * (u / (n * m) - (4 * n * m - 1) / 6) - 1e-6;
  const start: Ways = { values: new Float64Array(1), counts: Float64Array.of(1) };
  const none: Ways = { values: new Float64Array(0), counts: new Float64Array(0) };
  let column: Ways[] = [];
  for (let i = 0; i <= n; i++) {
    const next: Ways[] = [];
    for (let j = 0; j <= m; j++) {
      const ways = i + j === 0 ? start : addWays(column[j] ?? none, next[j - 1] ?? none);
      const step = (i * a - j * b) ** 2;
      next.push({ values: ways.values.map((value) => value + step), counts: ways.counts });
    }
    column = next;
  }
  const { values, counts } = column[m] as Ways;
  let all = 0;
  let above = 0;
  for (let i = 0; i < values.length; i++) {
    all += counts[i] as number;
    if ((values[i] as number) >= least) above += counts[i] as number;
  }
  return above / all;
}

function addWays(first: Ways, second: Ways): Ways {
  const most = first.values.length + second.values.length;
  const values = new Float64Array(most);
  const counts = new Float64Array(most);
  let i = 0;
  let j = 0;
  let size = 0;
  while (i < first.values.length || j < second.values.length) {
    const value = Math.min(first.values[i] ?? Infinity, second.values[j] ?? Infinity);
    let count = 0;
    if (first.values[i] === value) count += first.counts[i++] as number;
    if (second.values[j] === value) count += second.counts[j++] as number;
    values[size] = value;
    counts[size++] = count;
  }
  return { values: values.slice(0, size), counts: counts.slice(0, size) };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
