/** Counts of two samples after small categories were pooled; `pooled` is how many went into the pool. */
export type PooledCounts = { reference: Float64Array; current: Float64Array; pooled: number };

/**
 * Leaves out categories empty on both sides, then pools the smallest (by total, first in order on equal totals)
 * into one, which comes last, until every expected count of the 2×k table is at least `minExpected` or two
 * categories are left. Returns the arguments themselves when there is nothing to do.
 */
export function poolSmallest(
  reference: Float64Array,
  current: Float64Array,
  n: number,
  m: number,
  minExpected: number,
): PooledCounts {
  const share = Math.min(n, m) / (n + m);
  let isFine = true;
  for (let i = 0; i < reference.length && isFine; i++) {
    const total = (reference[i] as number) + (current[i] as number);
    isFine = total > 0 && total * share >= minExpected;
  }
  if (isFine) return { reference, current, pooled: 0 };
  return pool(reference, current, share, minExpected);
}

function pool(
  reference: Float64Array,
  current: Float64Array,
  share: number,
  minExpected: number,
): PooledCounts {
  const kept: number[] = [];
  for (let i = 0; i < reference.length; i++) {
    if (total(reference, current, i) > 0) kept.push(i);
  }
  const ascending = kept.toSorted((a, b) => total(reference, current, a) - total(reference, current, b));
  let pooled = 0;
  let poolReference = 0;
  let poolCurrent = 0;
  while (kept.length - pooled + (pooled > 0 ? 1 : 0) > 2) {
    const poolIsSmall = pooled > 0 && (poolReference + poolCurrent) * share < minExpected;
    const next = ascending[pooled] as number;
    if (!poolIsSmall && total(reference, current, next) * share >= minExpected) break;
    poolReference += reference[next] as number;
    poolCurrent += current[next] as number;
    pooled += 1;
  }
  const inPool = new Set(ascending.slice(0, pooled));
  const rest = kept.filter((i) => !inPool.has(i));
  const last = (sum: number) => (pooled > 0 ? [sum] : []);
  return {
    reference: Float64Array.from([...rest.map((i) => reference[i] as number), ...last(poolReference)]),
    current: Float64Array.from([...rest.map((i) => current[i] as number), ...last(poolCurrent)]),
    pooled,
  };
}

function total(reference: Float64Array, current: Float64Array, i: number): number {
  return (reference[i] as number) + (current[i] as number);
}
