import { normalQuantile } from '../special/normal.ts';
import { studentTQuantile } from '../special/student-t-quantile.ts';
import { estimate, type Estimate, type NoEstimate, type NoEstimateReason, noEstimate } from '../estimate.ts';
import { wilson } from '../wilson.ts';

/** A share with Wilson's interval; not available for no rows. O(1). */
export function shareEstimate(
  count: number,
  n: number,
  reason: NoEstimateReason,
  level: number,
): Estimate | NoEstimate {
  return n === 0 ? noEstimate(reason) : estimate(count / n, wilson(count, n, level));
}

/** A mean with its t interval. One value has an endless interval, none no mean. NaN if a value is. O(n). */
export function meanEstimate(values: ArrayLike<number>, level: number): Estimate | NoEstimate {
  const n = values.length;
  if (n === 0) return noEstimate('no-rows');
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const delta = (values[i] as number) - mean;
    mean += delta / (i + 1);
    squares += delta * ((values[i] as number) - mean);
  }
  if (n === 1) return estimate(mean, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  const half = studentTQuantile((1 + level) / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return estimate(mean, [mean - half, mean + half]);
}

/** The estimate with its value and ends mapped by a monotone increasing function. O(1). */
export function mapped(result: Estimate | NoEstimate, map: (x: number) => number): Estimate | NoEstimate {
  if (result.status === 'unavailable') return result;
  return estimate(map(result.value), [map(result.lower), map(result.upper)]);
}

/**
 * A share-like quantity with a normal interval on the logit scale, which stays within (0, 1). At 0 and 1,
 * where the standard error says nothing, the far end is Clopper & Pearson's for `units` agreeing trials. O(1).
 */
export function logitEstimate(value: number, standardError: number, units: number, level: number): Estimate {
  const alpha = (1 - level) / 2;
  if (value >= 1) return estimate(1, [alpha ** (1 / units), 1]);
  if (value <= 0) return estimate(0, [0, 1 - alpha ** (1 / units)]);
  const half = (normalQuantile(1 - alpha) * standardError) / (value * (1 - value));
  const logit = Math.log(value / (1 - value));
  return estimate(value, [1 / (1 + Math.exp(half - logit)), 1 / (1 + Math.exp(-half - logit))]);
}

/**
 * The median with the order statistics that hold it with probability ≥ level, whatever the distribution. None of
 * the values may be NaN. O(n log n).
 */
export function medianEstimate(values: ArrayLike<number>, level: number): Estimate | NoEstimate {
  const n = values.length;
  if (n === 0) return noEstimate('no-rows');
  const sorted = Float64Array.from(values).sort();
  const at = (rank: number) => sorted[rank] as number;
  const half = n >> 1;
  const median = n % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
  const rank = lowerRank(n, (1 - level) / 2);
  if (rank < 0) return estimate(median, [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  return estimate(median, [at(rank), at(n - 1 - rank)]);
}

/** The greatest rank k with P(Bin(n, ½) ≤ k) ≤ tail; −1 when there is none. */
function lowerRank(n: number, tail: number): number {
  let rank = -1;
  // ln P(Bin(n, ½) = 0), then up by the ratio of neighbours
  let log = -n * Math.LN2;
  let reached = Math.exp(log);
  while (reached <= tail) {
    rank++;
    log += Math.log((n - rank) / (rank + 1));
    reached += Math.exp(log);
  }
  return rank;
}
