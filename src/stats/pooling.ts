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
  const order = ascendingTotals(reference, current);
  let pooled = 0;
  let poolReference = 0;
  let poolCurrent = 0;
  while (order.length - pooled + (pooled > 0 ? 1 : 0) > 2) {
    const poolIsSmall = pooled > 0 && (poolReference + poolCurrent) * share < minExpected;
    const next = order[pooled] as number;
    if (!poolIsSmall && total(reference, current, next) * share >= minExpected) break;
    poolReference += reference[next] as number;
    poolCurrent += current[next] as number;
    pooled += 1;
  }
  const kept = order.subarray(pooled).sort(); // back in the order of the bins
  const size = kept.length + (pooled > 0 ? 1 : 0);
  const result = { reference: new Float64Array(size), current: new Float64Array(size), pooled };
  for (let i = 0; i < kept.length; i++) {
    result.reference[i] = reference[kept[i] as number] as number;
    result.current[i] = current[kept[i] as number] as number;
  }
  if (pooled > 0) {
    result.reference[kept.length] = poolReference;
    result.current[kept.length] = poolCurrent;
  }
  return result;
}

const mostInserted = 64; // a drift map has this many bins at most, and thousands of cells to pool

/** The categories that are not empty on both sides, smallest total first. */
function ascendingTotals(reference: Float64Array, current: Float64Array): Int32Array {
  const order = new Int32Array(reference.length);
  const isInserted = reference.length <= mostInserted;
  let size = 0;
  for (let i = 0; i < reference.length; i++) {
    const own = total(reference, current, i);
    if (own === 0) continue;
    let at = size++;
    while (isInserted && at > 0 && total(reference, current, order[at - 1] as number) > own) {
      order[at] = order[at - 1] as number;
      at -= 1;
    }
    order[at] = i;
  }
  const filled = order.subarray(0, size);
  if (isInserted) return filled;
  return filled.sort((a, b) => total(reference, current, a) - total(reference, current, b) || a - b);
}

function total(reference: Float64Array, current: Float64Array, i: number): number {
  return (reference[i] as number) + (current[i] as number);
}
