import type { NumericHistogram } from '#stats/histogram.ts';
import type { BucketCount } from '../../prediction-log.ts';

/** The histogram that the log's counts of one metric make, in whatever order they come. */
export function histogramOf(
  buckets: readonly Pick<BucketCount, 'bucket' | 'count' | 'sum'>[],
): NumericHistogram {
  const ordered = buckets.toSorted((a, b) => a.bucket - b.bucket);
  return {
    buckets: Int32Array.from(ordered, ({ bucket }) => bucket),
    counts: Float64Array.from(ordered, ({ count }) => count),
    sums: Float64Array.from(ordered, ({ sum }) => sum),
  };
}
