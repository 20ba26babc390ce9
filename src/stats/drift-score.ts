import { chiSquare } from './chi-square.ts';
import { requireSameBins, totalOf } from './counts.ts';
import { hellinger } from './hellinger.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { ksOnBins } from './ks.ts';
import { newCategoryBound, singletonCategories } from './new-category.ts';
import { psiTest } from './psi.ts';
import { binomialUpperTail } from './special/binomial.ts';
import type { Bound, Score, UnavailableReason } from './test-result.ts';
import { totalVariation } from './total-variation.ts';
import { twoShares } from './two-shares.ts';
import { wassersteinOnBins } from './wasserstein.ts';

export const driftMethods = [
  'jensenShannon',
  'psi',
  'ks',
  'wasserstein',
  'chiSquare',
  'hellinger',
  'totalVariation',
] as const;
export type DriftMethod = (typeof driftMethods)[number];

/**
 * Rows of one metric in the bins that its reference has fixed. The last bin may be "unseen"; a numeric sample whose
 * reference has nothing there is one of few distinct values. `sums` of the values by bin are needed by Wasserstein.
 */
export interface BinnedSample {
  kind: 'numeric' | 'categorical';
  counts: Float64Array;
  sums?: Float64Array;
  /** Of the reference: lowest and highest value possible in each bin, from which the bound of Wasserstein comes. */
  ranges?: { low: Float64Array; high: Float64Array };
  /** Rows without a value; they are in no bin. */
  missing: number;
  /** Of a categorical reference whose rare categories share the last bin but one, "other": how many they are. */
  sharedCategories?: number;
}

/** How a share of rows changed from reference to current, and the p-value of that change. */
export type ShareChange = { reference: number; current: number; p: number };

/**
 * What a drift method says about one metric in one slice of time. A drift is a large `effect`, the number to
 * compare with a threshold, and a small `p`; n and m are the rows with a value, `bins` those filled on either
 * side, `bound` where the statistic of the rows themselves lies when the bins do not fix it. `missing` and
 * `unseen` (rows of categories the reference never had; categorical metrics only) are tests of their own.
 */
export type DriftScore = Score<DriftMethod> & { missing: ShareChange; unseen?: ShareChange };

/** Effects from which on drift is warned of and alerted. */
export type Threshold = { warn: number; alert: number };

/** With fewer rows on either side there is no score: its noise alone would pass most thresholds. */
export const leastRows = 30;

/**
 * Scores one metric. The p-value beside an effect: for PSI its own χ² law; for the others of a numeric metric
 * Kolmogorov-Smirnov at the bin edges, for categories and for numeric metrics of few distinct values (where that
 * test loses power to ties) the two-sample χ² test. The effect is the statistic, except for Wasserstein (divided by the
 * reference's standard deviation) and χ² (Cramér's V of equally weighted samples). O(bins), allocates the result
 * only, unless small categories have to be pooled.
 *
 * @param dispersion how many dependent rows are worth one independent row (`rowDispersion`): effects are of all rows, evidence is that of
 *   1/dispersion as many
 * @throws {RangeError} when the samples differ in the number of bins
 */
export function scoreBins(
  method: DriftMethod,
  reference: BinnedSample,
  current: BinnedSample,
  dispersion = 1,
): DriftScore {
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
  const obstacle = obstacleTo(method, reference, current, n, m);
  if (obstacle) return { status: 'unavailable', method, reason: obstacle, n, m, missing };

  const { statistic, effect, p, lnP, bound } = measureBins(method, reference, current, dispersion);
  const unseen =
    reference.kind === 'categorical' ? unseenChange(reference, current.counts, n, m, dispersion) : undefined;
  const bins = filledBins(reference.counts, current.counts);
  return { status: 'ok', method, statistic, effect, p, lnP, n, m, bins, bound, missing, unseen };
}

/**
 * Default thresholds of each effect. In shifts of the mean of a normal distribution in ten quantile bins:
 * Jensen-Shannon 0.1 and 0.2 are 0.24 and 0.49 standard deviations, PSI 0.1 and 0.25 (the credit-scoring
 * convention) 0.32 and 0.51, Hellinger 0.1 is 0.29, Kolmogorov-Smirnov and total variation 0.1 are 0.25,
 * Wasserstein 0.1 and 0.3 are 0.1 and 0.3 (it is the touchiest). For χ² 0.1 is Cohen's "small" effect; there
 * Cramér's V of small changes is 1.18 times the Jensen-Shannon distance.
 */
export function defaultThreshold(method: DriftMethod): Threshold {
  switch (method) {
    case 'psi':
      return { warn: 0.1, alert: 0.25 };
    case 'wasserstein':
      return { warn: 0.1, alert: 0.3 };
    case 'jensenShannon':
    case 'ks':
    case 'chiSquare':
    case 'hellinger':
    case 'totalVariation':
      return { warn: 0.1, alert: 0.2 };
  }
}

export type Measured = {
  statistic: number;
  effect: number;
  p: number;
  lnP: number;
  bound?: Bound;
};

/** The effect of `scoreBins` alone, whatever the number of rows: for the draws of a simulated null. */
export function effectOfBins(method: DriftMethod, reference: BinnedSample, current: BinnedSample): number {
  switch (method) {
    case 'jensenShannon':
      return jensenShannon(reference.counts, current.counts);
    case 'hellinger':
      return hellinger(reference.counts, current.counts);
    case 'totalVariation':
      return totalVariation(reference.counts, current.counts);
    case 'psi':
    case 'ks':
    case 'chiSquare':
    case 'wasserstein':
      return measureBins(method, reference, current).effect;
  }
}

/** Effect and evidence of `scoreBins`, whatever the number of rows. */
export function measureBins(
  method: DriftMethod,
  reference: BinnedSample,
  current: BinnedSample,
  dispersion = 1,
): Measured {
  switch (method) {
    case 'psi': {
      const { statistic, effect } = measuredBy(psiTest(reference.counts, current.counts, { dispersion }));
      const [before, after] = [
        testedBins(reference, reference.counts),
        testedBins(reference, current.counts),
      ];
      const { p, lnP } = measuredBy(psiTest(before, after, { dispersion }));
      return { statistic, effect, p, lnP };
    }
    case 'ks': {
      const hasUnseen = hasUnseenBin(reference);
      return measuredBy(ksOnBins(reference.counts, current.counts, { hasUnseen, dispersion }));
    }
    case 'chiSquare': {
      const { statistic, effect } = measuredBy(chiSquare(reference.counts, current.counts, { dispersion }));
      const { p, lnP } = withEvidence(effect, reference, current, dispersion);
      return { statistic, effect, p, lnP };
    }
    case 'jensenShannon':
    case 'hellinger':
    case 'totalVariation':
      return withEvidence(effectOfBins(method, reference, current), reference, current, dispersion);
    case 'wasserstein': {
      const { distance, normalised, bound } = wassersteinOnBins(
        reference.counts,
        reference.sums as Float64Array, // there: obstacleTo has looked
        current.counts,
        current.sums as Float64Array,
        reference.ranges,
      );
      const { effect, p, lnP } = withEvidence(normalised, reference, current, dispersion);
      return { statistic: distance, effect, p, lnP, bound };
    }
  }
}

/** The last bin of quantiles always holds rows of the reference; that of single values is for all others, so it has none. */
function hasUnseenBin({ counts }: BinnedSample): boolean {
  return counts.at(-1) === 0;
}

function withEvidence(
  effect: number,
  reference: BinnedSample,
  current: BinnedSample,
  dispersion: number,
): Measured {
  const isOrdered = reference.kind === 'numeric' && !hasUnseenBin(reference);
  const evidence = isOrdered
    ? ksOnBins(reference.counts, current.counts, { dispersion })
    : chiSquare(testedBins(reference, reference.counts), testedBins(reference, current.counts), {
        dispersion,
      });
  const { p, lnP } = measuredBy(evidence);
  return { statistic: effect, effect, p, lnP };
}

/**
 * "unseen" together with "other", where rare categories share that: what the reference never saw is chosen by its own
 * rows, so a long tail would pass for a change in every large window. Unseen rows have a test of their own.
 */
function testedBins({ sharedCategories = 0 }: BinnedSample, counts: Float64Array): Float64Array {
  if (sharedCategories === 0) return counts;
  const tested = counts.slice(0, -1);
  tested[tested.length - 1]! += counts.at(-1) as number;
  return tested;
}

function measuredBy(
  result: ({ status: 'ok' } & Measured) | { status: 'unavailable'; reason: string },
): Measured {
  if (result.status === 'unavailable') throw new Error(`test without ${result.reason}`);
  return result;
}

function obstacleTo(
  method: DriftMethod,
  reference: BinnedSample,
  current: BinnedSample,
  n: number,
  m: number,
): UnavailableReason | undefined {
  const needsNumbers = method === 'ks' || method === 'wasserstein';
  if (needsNumbers && reference.kind !== 'numeric') return 'needs-numeric';
  if (n < leastRows || m < leastRows) return 'too-few-rows';
  if (method === 'wasserstein' && !(reference.sums && current.sums)) return 'needs-sums';
  return undefined;
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
