/** Counts of two samples after small categories were pooled; `pooled` is how many went into the pool. */
export type PooledCounts = { reference: Float64Array; current: Float64Array; pooled: number };

/** Which categories stay for themselves, and which go into the pool. */
export type Pooling = {
  share: number;
  minExpected: number;
  isPooling: boolean;
  /** The largest, which stays although it is small, as all are; else −1. */
  kept: number;
  /** One that is pooled although it is large enough, to make the pool so; else −1. */
  added: number;
  pooled: number;
  /** Categories afterwards, the pool among them. */
  size: number;
};

/**
 * Leaves out categories empty on both sides, then pools the smallest (by total, first in order on equal totals)
 * into one, which comes last, until every expected count of the 2×k table is at least `minExpected` or two
 * categories are left. Returns the counts themselves when there is nothing to do. O(k).
 */
export function poolSmallest(
  reference: Float64Array,
  current: Float64Array,
  n: number,
  m: number,
  minExpected: number,
): PooledCounts {
  const pooling = poolingOf(reference, current, n, m, minExpected);
  const { size, pooled } = pooling;
  if (pooled === 0 && size === reference.length) return { reference, current, pooled };

  const result = { reference: new Float64Array(size), current: new Float64Array(size), pooled };
  let at = 0;
  for (let i = 0; i < reference.length; i++) {
    const r = reference[i] as number;
    const c = current[i] as number;
    if (r + c === 0) continue;
    const place = isPooled(pooling, i, r + c) ? size - 1 : at++;
    result.reference[place]! += r;
    result.current[place]! += c;
  }
  return result;
}

/**
 * What `poolSmallest` does with these counts, without doing it. Small ones all go into the pool; where it stays small, the next larger one makes it
 * large enough. O(k), no allocation beyond the result.
 */
export function poolingOf(
  reference: Float64Array,
  current: Float64Array,
  n: number,
  m: number,
  minExpected: number,
): Pooling {
  const share = Math.min(n, m) / (n + m);
  let filled = 0;
  let small = 0;
  let smallRows = 0;
  let largest = -1;
  let most = 0;
  let smallestOfLarge = -1;
  let least = Infinity;
  for (let i = 0; i < reference.length; i++) {
    const total = (reference[i] as number) + (current[i] as number);
    if (total === 0) continue;
    filled += 1;
    if (total >= most) {
      largest = i;
      most = total;
    }
    if (total * share < minExpected) {
      small += 1;
      smallRows += total;
    } else if (total < least) {
      smallestOfLarge = i;
      least = total;
    }
  }
  const isPooling = filled > 2 && small > 0;
  const areAllSmall = small === filled;
  const isAdding = isPooling && small < filled - 1 && smallRows * share < minExpected;
  const pooled = isPooling ? small - (areAllSmall ? 1 : 0) + (isAdding ? 1 : 0) : 0;
  return {
    share,
    minExpected,
    isPooling,
    kept: areAllSmall ? largest : -1,
    added: isAdding ? smallestOfLarge : -1,
    pooled,
    size: filled - pooled + (pooled > 0 ? 1 : 0),
  };
}

/** Whether a category that is not empty goes into the pool. O(1). */
export function isPooled(
  { isPooling, kept, added, share, minExpected }: Pooling,
  i: number,
  total: number,
): boolean {
  return isPooling && i !== kept && (total * share < minExpected || i === added);
}
