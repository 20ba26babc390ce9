import { binRanges } from './bins.ts';
import type { BinnedSample } from './drift-score.ts';

/** A metric of a reference as it is stored and sent. */
export type FrozenMetric = {
  kind: BinnedSample['kind'];
  bins:
    | { kind: 'numeric'; edges: ArrayLike<number>; atoms: boolean }
    | { kind: 'categorical'; tail: readonly string[] };
  counts: ArrayLike<number>;
  sums: ArrayLike<number>;
  missing: number;
};

/** The sample that a stored reference is, with all that scores take from its bins. O(k). */
export function frozenSample({ kind, bins, counts, sums, missing }: FrozenMetric): BinnedSample {
  return {
    kind,
    counts: Float64Array.from(counts),
    sums: Float64Array.from(sums),
    ranges: bins.kind === 'numeric' ? binRanges({ ...bins, edges: Int32Array.from(bins.edges) }) : undefined,
    missing,
    sharedCategories: bins.kind === 'categorical' ? bins.tail.length : 0,
  };
}
