import type { Sample } from './sample.ts';

/**
 * One group of equal values of the pooled samples: `i` of them in the reference, `j` in the current sample, after
 * `iBefore` and `jBefore` smaller ones.
 */
export type TieGroup = { i: number; j: number; iBefore: number; jBefore: number };

/** Walks the distinct values of both samples in ascending order. The group is reused between visits. O(n + m). */
export function eachTieGroup(reference: Sample, current: Sample, visit: (group: TieGroup) => void): void {
  const x = reference.sorted;
  const y = current.sorted;
  const group = { i: 0, j: 0, iBefore: 0, jBefore: 0 };
  let i = 0;
  let j = 0;
  while (i < x.length || j < y.length) {
    const value = Math.min(x[i] ?? Infinity, y[j] ?? Infinity);
    group.iBefore = i;
    group.jBefore = j;
    while (i < x.length && x[i] === value) i += 1;
    while (j < y.length && y[j] === value) j += 1;
    group.i = i - group.iBefore;
    group.j = j - group.jBefore;
    visit(group);
  }
}
