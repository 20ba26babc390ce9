import { bucketHigh, bucketLow } from './bucket.ts';
import { countOf, type NumericHistogram } from './histogram.ts';

/**
 * Bins of a numeric metric. With `atoms`, bin i is the bucket `edges[i]` and a last bin, "unseen", holds every
 * other bucket; without, bin i holds the buckets in (edges[i−1], edges[i]] and the last bin is open above.
 * Either way there is one bin more than edges.
 */
export type NumericBins = { kind: 'numeric'; edges: Int32Array; atoms: boolean };

/**
 * Bins of a categorical metric: one a named category (most frequent first), then "other" for the rarer ones the
 * reference knows (`tail`; no such bin when it is empty), then "unseen" for all the reference never saw.
 */
export type CategoricalBins = { kind: 'categorical'; categories: string[]; tail: string[] };

export type Bins = NumericBins | CategoricalBins;

const mostAtoms = 20;

/**
 * The bins to freeze with a numeric reference: a bin a bucket when it has at most 20 distinct ones, else
 * quantile bins: edge i is the bucket that holds rank ⌈i·n/most⌉, so that a value repeated often stays whole in
 * one bin; duplicates are dropped, an edge at the highest bucket moves to the one below. Below 50 rows there are
 * ⌊n/5⌋ bins, at least two. An empty reference has one bin, "unseen". O(buckets).
 *
 * @param most wanted number of quantile bins
 */
export function numericBins(reference: NumericHistogram, most = 10): NumericBins {
  if (reference.buckets.length <= mostAtoms) {
    return { kind: 'numeric', edges: reference.buckets.slice(), atoms: true };
  }
  const n = countOf(reference);
  const wanted = n < 50 ? Math.max(2, Math.floor(n / 5)) : most;
  const last = reference.buckets.length - 1;
  const edges: number[] = [];
  let at = 0;
  let below = reference.counts[0] as number;
  for (let i = 1; i < wanted; i++) {
    const rank = Math.ceil((i * n) / wanted);
    while (below < rank) below += reference.counts[++at] as number;
    const edge = reference.buckets[Math.min(at, last - 1)] as number;
    if (edge !== edges.at(-1)) edges.push(edge);
  }
  return { kind: 'numeric', edges: Int32Array.from(edges), atoms: false };
}

/**
 * The bins to freeze with a categorical reference; equal counts are ordered by name. O(categories · log categories).
 *
 * @param counts rows by category; categories without rows are ignored
 * @param most number of categories that get a bin of their own
 */
export function categoricalBins(
  counts: Record<string, number> | ReadonlyMap<string, number>,
  most = 30,
): CategoricalBins {
  const seen = entriesOf(counts).filter(([, count]) => count > 0);
  seen.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  const names = seen.map(([name]) => name);
  return { kind: 'categorical', categories: names.slice(0, most), tail: names.slice(most) };
}

/** How many bins there are, with that of the tail (if any) and that of unseen categories. O(1). */
export function binCount(bins: Bins): number {
  if (bins.kind === 'numeric') return bins.edges.length + 1;
  return bins.categories.length + (bins.tail.length > 0 ? 1 : 0) + 1;
}

/** Position of the bin that holds `bucket`. O(log bins). */
export function binOfBucket(bins: NumericBins, bucket: number): number {
  const { edges, atoms } = bins;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) < bucket) low = middle + 1;
    else high = middle;
  }
  if (atoms && low < edges.length && edges[low] !== bucket) return edges.length;
  return low;
}

/** Position of the bin of `category`. O(categories); use `countCategories` for many. */
export function binOfCategory(bins: CategoricalBins, category: string): number {
  const named = bins.categories.indexOf(category);
  if (named >= 0) return named;
  return bins.tail.includes(category) ? bins.categories.length : binCount(bins) - 1;
}

/** Counts and sums of a histogram in the bins. O(buckets · log bins). */
export function countNumeric(
  bins: NumericBins,
  histogram: NumericHistogram,
): { counts: Float64Array; sums: Float64Array } {
  const counts = new Float64Array(binCount(bins));
  const sums = new Float64Array(binCount(bins));
  for (let i = 0; i < histogram.buckets.length; i++) {
    const bin = binOfBucket(bins, histogram.buckets[i] as number);
    counts[bin]! += histogram.counts[i] as number;
    sums[bin]! += histogram.sums[i] as number;
  }
  return { counts, sums };
}

/** Counts by category in the bins. O(categories). */
export function countCategories(
  bins: CategoricalBins,
  counts: Record<string, number> | ReadonlyMap<string, number>,
): Float64Array {
  const positions = new Map(bins.categories.map((name, i) => [name, i]));
  for (const name of bins.tail) positions.set(name, bins.categories.length);

  const binned = new Float64Array(binCount(bins));
  const unseen = binned.length - 1;
  for (const [name, count] of entriesOf(counts)) binned[positions.get(name) ?? unseen]! += count;
  return binned;
}

/**
 * Lower and upper bound of the values in each numeric bin; −Infinity and Infinity where a bin is open (both for
 * "unseen"). O(bins).
 */
export function binRanges(bins: NumericBins): { low: Float64Array; high: Float64Array } {
  const { edges, atoms } = bins;
  const low = new Float64Array(edges.length + 1).fill(-Infinity);
  const high = new Float64Array(edges.length + 1).fill(Infinity);
  for (let i = 0; i < edges.length; i++) {
    high[i] = bucketHigh(edges[i] as number);
    if (atoms) low[i] = bucketLow(edges[i] as number);
    else low[i + 1] = high[i] as number;
  }
  return { low, high };
}

/** A label for people, one a bin: "≤ 3.2", "3.2–4.1", "> 9"; the shortest number of the bucket for atoms. O(bins). */
export function binLabels(bins: Bins): string[] {
  if (bins.kind === 'categorical') {
    return [...bins.categories, ...(bins.tail.length > 0 ? ['other'] : []), 'unseen'];
  }
  if (bins.atoms) return [...Array.from(bins.edges, shortestNumberIn), 'unseen'];
  if (bins.edges.length === 0) return ['all'];

  const bounds = Array.from(bins.edges, upperBoundLabel);
  const between = bounds.slice(1).map((bound, i) => `${bounds[i]}–${bound}`);
  return [`≤ ${bounds[0]}`, ...between, `> ${bounds.at(-1)}`];
}

function upperBoundLabel(bucket: number): string {
  return bucket === 0 ? '0' : String(Number(bucketHigh(bucket).toPrecision(4)));
}

/** The number of fewest digits in a bucket, for a bucket that most likely stands for one value. */
function shortestNumberIn(bucket: number): string {
  if (bucket === 0) return '0';
  const low = bucketLow(Math.abs(bucket));
  const high = bucketHigh(Math.abs(bucket));
  for (let digits = 1; digits <= 17; digits++) {
    const unit = 10 ** (Math.floor(Math.log10(low)) - digits + 1);
    const number = Number((Math.ceil(low / unit) * unit).toPrecision(digits));
    if (number >= low && number < high) return String(bucket < 0 ? -number : number);
  }
  return String(bucket < 0 ? -low : low);
}

function entriesOf(counts: Record<string, number> | ReadonlyMap<string, number>): [string, number][] {
  return counts instanceof Map ? [...counts] : Object.entries(counts);
}
