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

/** Small ones all go into the pool; where it stays small, the next larger one makes it large enough. */
function pool(
  reference: Float64Array,
  current: Float64Array,
  share: number,
  minExpected: number,
): PooledCounts {
  const totals = new Float64Array(reference.length);
  let filled = 0;
  let small = 0;
  let largest = 0;
  for (let i = 0; i < totals.length; i++) {
    const total = (reference[i] as number) + (current[i] as number);
    totals[i] = total;
    if (total === 0) continue;
    filled += 1;
    if (total * share < minExpected) small += 1;
    if (total >= (totals[largest] as number)) largest = i;
  }
  const isPooling = filled > 2 && small > 0;
  const kept = isPooling && small === filled ? largest : -1;
  let pooled = 0;
  let poolReference = 0;
  let poolCurrent = 0;
  const add = (i: number): void => {
    poolReference += reference[i] as number;
    poolCurrent += current[i] as number;
    totals[i] = 0;
    pooled += 1;
  };
  for (let i = 0; isPooling && i < totals.length; i++) {
    const total = totals[i] as number;
    if (total > 0 && i !== kept && total * share < minExpected) add(i);
  }
  const poolIsSmall = pooled > 0 && (poolReference + poolCurrent) * share < minExpected;
  if (poolIsSmall && pooled < filled - 1) add(smallestOf(totals));

  const size = filled - pooled + (pooled > 0 ? 1 : 0);
  const result = { reference: new Float64Array(size), current: new Float64Array(size), pooled };
  let at = 0;
  for (let i = 0; i < totals.length; i++) {
    if (totals[i] === 0) continue;
    result.reference[at] = reference[i] as number;
    result.current[at] = current[i] as number;
    at += 1;
  }
  if (pooled > 0) {
    result.reference[at] = poolReference;
    result.current[at] = poolCurrent;
  }
  return result;
}

/** Position of the smallest total that is not 0, the first of equal ones. */
function smallestOf(totals: Float64Array): number {
  let smallest = -1;
  let least = Infinity;
  for (let i = 0; i < totals.length; i++) {
    const total = totals[i] as number;
    if (total === 0 || total >= least) continue;
    least = total;
    smallest = i;
  }
  return smallest;
}
