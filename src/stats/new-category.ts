import { binomialUpperTail } from './special/binomial.ts';
import { incompleteBetaInverse } from './special/incomplete-beta.ts';
import { type TestResult, unavailable } from './test-result.ts';

/**
 * Are there more rows of never seen categories than the reference could have missed? A category with share b
 * stays unseen in n rows with probability (1 − b)ⁿ, so b = 1 − 0.05^(1/n) is the 95 % bound for mass the
 * reference missed, and p = P(Bin(m, b) ≥ unseen). One new value in 10 000 rows is not an incident.
 *
 * `statistic` and `effect` are the share of unseen rows; `interval` is its Clopper-Pearson interval. O(1).
 *
 * @param n reference rows
 * @param unseen current rows, of `m`, whose category the reference has not
 */
export function newCategories(
  n: number,
  unseen: number,
  m: number,
  confidence = 0.95,
): TestResult<{ interval: [number, number]; referenceBound: number }> {
  if (n === 0 || m === 0) return unavailable('no-rows', n, m);
  const referenceBound = newCategoryBound(n);
  const p = binomialUpperTail(unseen, m, referenceBound);
  const share = unseen / m;
  const interval = clopperPearson(unseen, m, confidence);
  return {
    status: 'ok',
    statistic: share,
    effect: share,
    p,
    lnP: Math.log(p),
    n,
    m,
    interval,
    referenceBound,
  };
}

/** The 95 % bound for the share that n rows can have missed. O(1). */
export function newCategoryBound(n: number): number {
  return -Math.expm1(Math.log(0.05) / n);
}

/**
 * How many categories the reference saw just once (f₁ of Good 1953: f₁/n is the share of rows it has missed). Counted
 * among the bins that are a category each; of the T that share one bin with N rows, by Fisher's log series (1943),
 * T = α·ln(1 + N/α), f₁ = α·N/(N + α): heavier than Zipf's law, so on the safe side. O(k).
 *
 * @param counts bin counts, the last of which is "unseen"
 * @param shared how many categories the last bin but one, "other", stands for; 0 when there is no such bin
 */
export function singletonCategories(counts: Float64Array, shared: number): number {
  let singletons = 0;
  const named = counts.length - (shared > 0 ? 2 : 1);
  for (let i = 0; i < named; i++) if (counts[i] === 1) singletons += 1;
  if (shared === 0) return singletons + (counts.at(-1) === 1 ? 1 : 0);
  return singletons + logSeriesSingletons(shared, counts[named] as number);
}

function logSeriesSingletons(categories: number, rows: number): number {
  if (rows <= categories) return rows;
  let [low, high] = [0, 1];
  const isBelow = (alpha: number): boolean => alpha * Math.log1p(rows / alpha) < categories;
  while (isBelow(high) && high < 1e9) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (high * rows) / (rows + high);
}

/** Exact interval for a share: count of n rows (Clopper & Pearson 1934). O(1). */
export function clopperPearson(count: number, n: number, confidence = 0.95): [number, number] {
  const tail = (1 - confidence) / 2;
  return [
    count === 0 ? 0 : incompleteBetaInverse(count, n - count + 1, tail),
    count === n ? 1 : incompleteBetaInverse(count + 1, n - count, 1 - tail),
  ];
}
