import { eachTieGroup } from './ranks.ts';
import type { Sample } from './sample.ts';
import { logNormalTail, normalTail } from './special/normal.ts';
import { type TestResult, unavailable } from './test-result.ts';

/** Of the reference's values against the current ones: `less` when they tend to be smaller. */
export type LocationAlternative = 'two-sided' | 'less' | 'greater';

/**
 * Mann-Whitney U test: do values of one sample tend to be larger? `statistic` is U of the reference (pairs in
 * which its value is larger, ties half), `effect` U/(nm), the chance that a reference value exceeds a current
 * one (½ without a shift). Exact law when one size is at most 8 and there are no ties, else normal with tie and
 * continuity correction; p = 1 when all values are equal. O(n + m), the exact law O(nm·min(n, m)).
 */
export function mannWhitney(
  reference: Sample,
  current: Sample,
  alternative: LocationAlternative = 'two-sided',
): TestResult<{ z: number; law: 'exact' | 'asymptotic' }> {
  const n = reference.sorted.length;
  const m = current.sorted.length;
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);

  let u = 0;
  let ties = 0;
  eachTieGroup(reference, current, ({ i, j, jBefore }) => {
    const size = i + j;
    u += i * (jBefore + j / 2);
    ties += size * size * size - size;
  });
  const total = n + m;
  const noise = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
  const result = { status: 'ok', statistic: u, effect: u / n / m, n, m } as const;
  if (ties === 0 && Math.min(n, m) <= 8) {
    const p = exactTail(u, n, m, alternative);
    return { ...result, p, lnP: Math.log(p), z: (u - (n * m) / 2) / noise, law: 'exact' };
  }
  if (!(noise > 0)) return { ...result, p: 1, lnP: 0, z: 0, law: 'asymptotic' };

  const distance = u - (n * m) / 2;
  if (alternative === 'two-sided') {
    const size = (Math.abs(distance) - 0.5) / noise;
    const lnP = Math.min(0, Math.LN2 + logNormalTail(size));
    return {
      ...result,
      p: Math.min(1, 2 * normalTail(size)),
      lnP,
      z: Math.sign(distance) * size,
      law: 'asymptotic',
    };
  }
  const z = ((alternative === 'greater' ? distance : -distance) - 0.5) / noise;
  return { ...result, p: normalTail(z), lnP: logNormalTail(z), z, law: 'asymptotic' };
}

function exactTail(u: number, n: number, m: number, alternative: LocationAlternative): number {
  if (alternative === 'greater') return upperTail(u, n, m);
  if (alternative === 'less') return upperTail(n * m - u, n, m);
  return Math.min(1, 2 * upperTail(Math.max(u, n * m - u), n, m));
}

/**
 * P(U ≥ u) with all orders equally likely: the coefficients of the Gaussian binomial, by its product form. They are
 * symmetric, and only the lower half, where they grow, keeps its digits beyond 2⁵³.
 */
function upperTail(u: number, n: number, m: number): number {
  const small = Math.min(n, m);
  const large = Math.max(n, m);
  const size = small * large;
  const half = Math.floor(size / 2);
  const ways = new Float64Array(half + 1);
  ways[0] = 1;
  for (let k = 1; k <= small; k++) {
    for (let i = half; i >= large + k; i--) ways[i]! -= ways[i - large - k] as number;
    for (let i = k; i <= half; i++) ways[i]! += ways[i - k] as number;
  }
  const upTo = u > half ? size - u : u - 1;
  let lower = 0;
  let all = 0;
  for (let i = 0; i <= half; i++) {
    if (i <= upTo) lower += ways[i] as number;
    all += (2 * i < size ? 2 : 1) * (ways[i] as number);
  }
  return u > half ? lower / all : 1 - lower / all;
}
