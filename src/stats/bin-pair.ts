import { chiSquare } from './chi-square.ts';
import { requireSameBins, totalOf } from './counts.ts';
import type { BinnedSample, ShareChange } from './drift-score.ts';
import { ksOnBins } from './ks.ts';
import { newCategoryBound, singletonCategories } from './new-category.ts';
import { binomialUpperTail } from './special/binomial.ts';
import type { TestResult } from './test-result.ts';
import { twoShares } from './two-shares.ts';

/** Two samples in the same bins. */
export type BinPair = {
  readonly reference: BinnedSample;
  readonly current: BinnedSample;
  /** How many dependent rows are worth one independent row, see `rowDispersion`. */
  readonly dispersion: number;
};

/** What every method says alike of a pair: rows with a value, bins filled on either side, and the changes of shares. */
export type PairShares = {
  readonly n: number;
  readonly m: number;
  readonly bins: number;
  readonly missing: ShareChange;
  readonly unseen: ShareChange | undefined;
};

/**
 * O(bins).
 *
 * @throws {RangeError} when the samples differ in the number of bins
 */
export function pairShares({ reference, current, dispersion }: BinPair): PairShares {
  requireSameBins(reference.counts, current.counts);
  const n = totalOf(reference.counts);
  const m = totalOf(current.counts);
  const missing = shareChange(
    reference.missing,
    n + reference.missing,
    current.missing,
    m + current.missing,
    dispersion,
  );
  const unseen =
    reference.kind === 'categorical' && n > 0 && m > 0
      ? unseenChange(reference, current.counts, n, m, dispersion)
      : undefined;
  return { n, m, bins: filledBins(reference.counts, current.counts), missing, unseen };
}

/**
 * The test beside the effects that have none of their own: Kolmogorov-Smirnov at the bin edges of numeric metrics, the two-sample χ²
 * test of categories and of few distinct values. O(bins).
 */
export function evidenceOf({ reference, current, dispersion }: BinPair): TestResult {
  return isOrdered(reference)
    ? ksOnBins(reference.counts, current.counts, { dispersion })
    : chiSquare(testedBins(reference, reference.counts), testedBins(reference, current.counts), {
        dispersion,
      });
}

/** Whether the evidence is that of Kolmogorov-Smirnov. O(1). */
export function isOrdered(reference: BinnedSample): boolean {
  return reference.kind === 'numeric' && !hasUnseenBin(reference);
}

/**
 * The last bin of quantiles always holds rows of the reference; that of single values is for all others, so it has
 * none. O(1).
 */
export function hasUnseenBin({ counts, hasUnseen }: BinnedSample): boolean {
  return hasUnseen ?? counts[counts.length - 1] === 0;
}

/**
 * "unseen" together with "other", where rare categories share that: what the reference never saw is chosen by its own
 * rows, so a long tail would pass for a change in every large window. Unseen rows have a test of their own. O(bins).
 *
 * @param counts bin counts of either sample
 */
export function testedBins({ sharedCategories = 0 }: BinnedSample, counts: Float64Array): Float64Array {
  if (sharedCategories === 0) return counts;
  const tested = counts.slice(0, -1);
  tested[tested.length - 1]! += counts.at(-1) as number;
  return tested;
}

function shareChange(
  referenceCount: number,
  n: number,
  currentCount: number,
  m: number,
  dispersion: number,
): ShareChange {
  const reference = n === 0 ? 0 : referenceCount / n;
  const current = m === 0 ? 0 : currentCount / m;
  if (reference === current) return { reference, current, p: 1 };
  const rows = (count: number): number => Math.round(count / dispersion);
  const test = twoShares(rows(referenceCount), rows(n), rows(currentCount), rows(m));
  return { reference, current, p: test.status === 'ok' ? test.p : 1 };
}

/** Unseen rows against what the reference can have missed: with 95 % of one category, and of the many that it hardly saw. */
function unseenChange(
  { counts: reference, sharedCategories = 0 }: BinnedSample,
  current: Float64Array,
  n: number,
  m: number,
  dispersion: number,
): ShareChange {
  const last = reference.length - 1;
  const unseen = current[last] as number;
  const rows = (count: number): number => Math.round(count / dispersion);
  const singletons = singletonCategories(reference, sharedCategories);
  const bound = newCategoryBound(n / dispersion) + (singletons + 2 * Math.sqrt(singletons)) / n;
  const p = rows(unseen) === 0 ? 1 : binomialUpperTail(rows(unseen), rows(m), Math.min(1, bound));
  return { reference: (reference[last] as number) / n, current: unseen / m, p };
}

function filledBins(reference: Float64Array, current: Float64Array): number {
  let filled = 0;
  for (let i = 0; i < reference.length; i++) {
    if ((reference[i] as number) + (current[i] as number) > 0) filled += 1;
  }
  return filled;
}
