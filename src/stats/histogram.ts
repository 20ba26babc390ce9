import { bucketOf } from './bucket.ts';

/**
 * A numeric sample as counts and sums per bucket of `bucketOf`; `buckets` strictly ascending, the three arrays
 * of one length. Histograms merge by adding, in any order, on any machine.
 */
export interface NumericHistogram {
  buckets: Int32Array;
  counts: Float64Array;
  sums: Float64Array;
}

/** The histogram of the finite values; NaN and ±Infinity are left out (count them as missing). O(n + span). */
export function histogramOf(values: ArrayLike<number>): NumericHistogram {
  const indexes = new Int32Array(values.length);
  let kept = 0;
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) {
      indexes[i] = dropped;
      continue;
    }
    const bucket = bucketOf(value);
    indexes[i] = bucket;
    if (bucket < lowest) lowest = bucket;
    if (bucket > highest) highest = bucket;
    kept += 1;
  }
  if (kept === 0) return emptyHistogram();

  const counts = new Float64Array(highest - lowest + 1);
  const sums = new Float64Array(highest - lowest + 1);
  for (let i = 0; i < values.length; i++) {
    const bucket = indexes[i] as number;
    if (bucket === dropped) continue;
    counts[bucket - lowest]! += 1;
    sums[bucket - lowest]! += values[i] as number;
  }
  return withoutEmpty(counts, sums, lowest);
}

/**
 * The histogram of all rows together. Commutative and associative in the counts; sums up to rounding. O(buckets +
 * span).
 */
export function mergeHistograms(...histograms: NumericHistogram[]): NumericHistogram {
  const filled = histograms.filter((histogram) => histogram.buckets.length > 0);
  if (filled.length === 0) return emptyHistogram();

  let lowest = Infinity;
  let highest = -Infinity;
  for (const { buckets } of filled) {
    lowest = Math.min(lowest, buckets[0] as number);
    highest = Math.max(highest, buckets[buckets.length - 1] as number);
  }
  const counts = new Float64Array(highest - lowest + 1);
  const sums = new Float64Array(highest - lowest + 1);
  for (const histogram of filled) {
    for (let i = 0; i < histogram.buckets.length; i++) {
      const at = (histogram.buckets[i] as number) - lowest;
      counts[at]! += histogram.counts[i] as number;
      sums[at]! += histogram.sums[i] as number;
    }
  }
  return withoutEmpty(counts, sums, lowest);
}

/** Number of values; 0 when empty. O(buckets). */
export function countOf(histogram: NumericHistogram): number {
  let count = 0;
  for (const n of histogram.counts) count += n;
  return count;
}

/** Arithmetic mean, exact up to rounding (it uses the sums); NaN when empty. O(buckets). */
export function meanOf(histogram: NumericHistogram): number {
  let sum = 0;
  for (const s of histogram.sums) sum += s;
  return sum / countOf(histogram);
}

/**
 * Population standard deviation with every value at the mean of its bucket; NaN when empty. The spread inside a
 * bucket is left out, so it is at most 1/64 of the largest |value| too small. O(buckets).
 */
export function standardDeviationOf(histogram: NumericHistogram): number {
  const mean = meanOf(histogram);
  let squares = 0;
  for (let i = 0; i < histogram.counts.length; i++) {
    const count = histogram.counts[i] as number;
    if (count > 0) squares += count * ((histogram.sums[i] as number) / count - mean) ** 2;
  }
  return Math.sqrt(squares / countOf(histogram));
}

/**
 * How many values are at most `limit`. A bucket counts with its mean, so that only the values of the bucket that holds the limit may
 * be counted on the wrong side of it: those within 1/64 of it. 0 when empty. O(buckets).
 */
export function countUpTo(histogram: NumericHistogram, limit: number): number {
  let total = 0;
  for (let i = 0; i < histogram.counts.length; i++) {
    const count = histogram.counts[i] as number;
    if (count > 0 && (histogram.sums[i] as number) / count <= limit) total += count;
  }
  return total;
}

/**
 * The mean of the bucket that holds the value of rank ⌈q·n⌉ (at least 1), 0 ≤ q ≤ 1; NaN when empty. It lies in
 * the same bucket as the exact quantile, so its relative error is at most 1/64 (its absolute error at most
 * 2e-12 at zero). O(buckets).
 */
export function quantile(histogram: NumericHistogram, q: number): number {
  const rank = Math.max(1, Math.ceil(q * countOf(histogram)));
  let below = 0;
  for (let i = 0; i < histogram.counts.length; i++) {
    const count = histogram.counts[i] as number;
    below += count;
    if (count > 0 && below >= rank) return (histogram.sums[i] as number) / count;
  }
  return NaN;
}

const dropped = 0x7fffffff; // beyond every bucket

function emptyHistogram(): NumericHistogram {
  return { buckets: new Int32Array(0), counts: new Float64Array(0), sums: new Float64Array(0) };
}

function withoutEmpty(counts: Float64Array, sums: Float64Array, lowest: number): NumericHistogram {
  let filled = 0;
  for (const count of counts) if (count > 0) filled += 1;

  const histogram = {
    buckets: new Int32Array(filled),
    counts: new Float64Array(filled),
    sums: new Float64Array(filled),
  };
  let at = 0;
  for (let i = 0; i < counts.length; i++) {
    if (!((counts[i] as number) > 0)) continue;
    histogram.buckets[at] = lowest + i;
    histogram.counts[at] = counts[i] as number;
    histogram.sums[at] = sums[i] as number;
    at += 1;
  }
  return histogram;
}
