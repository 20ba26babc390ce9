import type { ReferenceBins } from '#contract/reference.ts';
import { type Bins, binCount, binOfBucket, binOfCategory } from '#stats/bins.ts';
import { bucketOf } from '#stats/bucket.ts';
import type { FrameColumn } from './frame.ts';

/** The last bin is for missing values. A category that the frame does not name is one of the rarer ones. */
export function binsOf(column: FrameColumn, reference: ReferenceBins): Int32Array {
  const bins = toBins(reference);
  const missing = binCount(bins);
  if (column.kind === 'numeric' && bins.kind === 'numeric') {
    return Int32Array.from(column.values, (value) =>
      Number.isNaN(value) ? missing : binOfBucket(bins, bucketOf(value)),
    );
  }
  if (column.kind === 'categorical' && bins.kind === 'categorical') {
    const table = column.categories.map((category) => binOfCategory(bins, category));
    return column.codes.map((code) => (code < 0 ? missing : (table[code] ?? bins.categories.length)));
  }
  throw new Error(`${column.metric} was ${bins.kind} and is ${column.kind} now`);
}

export function toBins(bins: ReferenceBins): Bins {
  return bins.kind === 'numeric' ? { ...bins, edges: Int32Array.from(bins.edges) } : bins;
}
