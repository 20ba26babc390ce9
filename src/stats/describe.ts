import { momentsAbout, scaleOf } from './moments.ts';
import type { Sample } from './sample.ts';

export type Description = {
  n: number;
  mean: number;
  /** With divisor n − 1; NaN below two values. */
  standardDeviation: number;
  /** With divisor n. */
  populationDeviation: number;
  min: number;
  max: number;
  quantiles: number[];
  distinct: number;
};

/** Moments and quantiles of a sample; all NaN when it is empty. O(n). */
export function describe({ sorted }: Sample, levels: readonly number[]): Description {
  const n = sorted.length;
  let distinct = n > 0 ? 1 : 0;
  for (let i = 1; i < n; i++) if (sorted[i] !== sorted[i - 1]) distinct += 1;
  return {
    n,
    mean: meanOfSorted(sorted),
    standardDeviation: n > 1 ? populationDeviation(sorted) * Math.sqrt(n / (n - 1)) : NaN,
    populationDeviation: populationDeviation(sorted),
    min: sorted[0] ?? NaN,
    max: sorted[n - 1] ?? NaN,
    quantiles: levels.map((level) => quantileOfSorted(sorted, level)),
    distinct,
  };
}

/** Arithmetic mean of ascending values; NaN when empty. O(n). */
export function meanOfSorted(values: Float64Array): number {
  const origin = middleOf(values);
  return origin + momentsAbout(values, origin).mean;
}

/**
 * Standard deviation of ascending values with divisor n; exactly 0 when all values are equal, NaN when there are
 * none. One pass about the median is enough: the mean is never farther from it than one deviation, so the subtraction at the end
 * leaves at least half of what it is taken from. O(n).
 */
export function populationDeviation(sorted: Float64Array): number {
  const factor = scaleOf(sorted);
  if (factor !== 1) return populationDeviation(sorted.map((value) => value * factor)) / factor;
  const n = sorted.length;
  const origin = middleOf(sorted);
  let [even, odd, evenSquares, oddSquares] = [0, 0, 0, 0]; // two sums each, as an addition has to wait for the one before it
  for (let i = 0; i + 1 < n; i += 2) {
    const first = (sorted[i] as number) - origin;
    const second = (sorted[i + 1] as number) - origin;
    even += first;
    evenSquares += first * first;
    odd += second;
    oddSquares += second * second;
  }
  if (n % 2 === 1) {
    const last = (sorted[n - 1] as number) - origin;
    even += last;
    evenSquares += last * last;
  }
  const mean = (even + odd) / n;
  return Math.sqrt(Math.max(0, (evenSquares + oddSquares) / n - mean * mean));
}

/** A value amid the others; NaN when there is none. O(1). */
export function middleOf(sorted: Float64Array): number {
  return sorted[sorted.length >>> 1] ?? NaN;
}

/** Quantile of type 7 (linear between order statistics at q·(n − 1)), as numpy's default; NaN when empty. O(1). */
export function quantileOfSorted(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return NaN;
  const position = q * (sorted.length - 1);
  const at = Math.floor(position);
  const below = sorted[at] as number;
  const above = sorted[Math.min(at + 1, sorted.length - 1)] as number;
  return below + (above - below) * (position - at);
}
