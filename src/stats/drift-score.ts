import { type BinPair, evidenceOf, hasUnseenBin, isOrdered, pairShares, testedBins } from './bin-pair.ts';
import { chiSquareDistance } from './chi-square.ts';
import { hellinger } from './hellinger.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { ksOnBins } from './ks.ts';
import { psiTest } from './psi.ts';
import type { Bound, Score, UnavailableReason } from './test-result.ts';
import { totalVariation } from './total-variation.ts';
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
  /** Of a part of a reference, in which any bin may be empty: whether the last bin of the whole is "unseen". */
  hasUnseen?: boolean;
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
  const pair = { reference, current, dispersion };
  const { n, m, bins, missing, unseen } = pairShares(pair);
  const obstacle = obstacleTo(method, reference, current, n, m);
  if (obstacle) return { status: 'unavailable', method, reason: obstacle, n, m, missing };

  const { statistic, effect, p, lnP, bound } = measurePair(method, pair);
  return { status: 'ok', method, statistic, effect, p, lnP, n, m, bins, bound, missing, unseen };
}

/**
 * Default thresholds of each effect. In shifts of the mean of a normal distribution in ten quantile bins:
 * Jensen-Shannon 0.1 and 0.2 are 0.24 and 0.49 standard deviations, PSI 0.1 and 0.25 (the credit-scoring
 * convention) 0.32 and 0.51, Hellinger 0.1 is 0.29, Kolmogorov-Smirnov and total variation 0.1 are 0.25,
 * Wasserstein 0.1 and 0.3 are 0.1 and 0.3 (it is the touchiest). For χ² 0.1 is Cohen's "small" effect; there
 * Cramér's V of small changes is 1.18 times the Jensen-Shannon distance. O(1).
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

/** The effect of `scoreBins` alone, whatever the number of rows. O(bins). */
export function effectOfBins(method: DriftMethod, reference: BinnedSample, current: BinnedSample): number {
  switch (method) {
    case 'jensenShannon':
      return jensenShannon(reference.counts, current.counts);
    case 'hellinger':
      return hellinger(reference.counts, current.counts);
    case 'totalVariation':
      return totalVariation(reference.counts, current.counts);
    case 'chiSquare':
      return chiSquareDistance(reference.counts, current.counts).effect;
    case 'wasserstein':
      return distanceOfMeans(reference, current).normalised;
    case 'psi':
    case 'ks':
      return measurePair(method, { reference, current, dispersion: 1 }).effect;
  }
}

/** Effect and evidence of `scoreBins`, whatever the number of rows. O(bins). */
export function measurePair(method: DriftMethod, pair: BinPair): Measured {
  const { reference, current, dispersion } = pair;
  switch (method) {
    case 'psi': {
      const all = measuredBy(psiTest(reference.counts, current.counts, { dispersion }));
      if (!reference.sharedCategories) return all;
      const [before, after] = [
        testedBins(reference, reference.counts),
        testedBins(reference, current.counts),
      ];
      const { p, lnP } = measuredBy(psiTest(before, after, { dispersion }));
      return { ...all, p, lnP };
    }
    case 'ks': {
      if (isOrdered(reference)) return measuredBy(evidenceOf(pair));
      const hasUnseen = hasUnseenBin(reference);
      return measuredBy(ksOnBins(reference.counts, current.counts, { hasUnseen, dispersion }));
    }
    case 'chiSquare': {
      const { statistic, effect } = chiSquareDistance(reference.counts, current.counts);
      return { ...withEvidence(effect, pair), statistic };
    }
    case 'jensenShannon':
    case 'hellinger':
    case 'totalVariation':
      return withEvidence(effectOfBins(method, reference, current), pair);
    case 'wasserstein': {
      const { distance, normalised, bound } = distanceOfMeans(reference, current);
      return { ...withEvidence(normalised, pair), statistic: distance, bound };
    }
  }
}

/** As the effect of Wasserstein; both have sums. O(bins). */
function distanceOfMeans(
  reference: BinnedSample,
  current: BinnedSample,
): ReturnType<typeof wassersteinOnBins> {
  return wassersteinOnBins(
    reference.counts,
    reference.sums as Float64Array, // there: obstacleTo has looked
    current.counts,
    current.sums as Float64Array,
    reference.ranges,
  );
}

function withEvidence(effect: number, pair: BinPair): Measured {
  const { p, lnP } = measuredBy(evidenceOf(pair));
  return { statistic: effect, effect, p, lnP };
}

function measuredBy(
  result: ({ status: 'ok' } & Measured) | { status: 'unavailable'; reason: string },
): Measured {
  if (result.status === 'unavailable') throw new Error(`test without ${result.reason}`);
  return result;
}

/** Why there is no score of n reference and m current rows. O(1). */
export function obstacleTo(
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
