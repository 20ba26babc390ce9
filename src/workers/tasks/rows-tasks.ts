import type { RowsHeader } from '#contract/histograms.ts';
import type { RowsComparison } from '#stats/compare-rows.ts';
import type { ExactMethod, ExactScore } from '#stats/exact-score.ts';
import type { MetricWindow } from './drift-map-tasks.ts';

export type { ExactMethod, ExactScore, RowsComparison };

/** Tests on the values themselves. */
export interface RowsTasks {
  /** Two-sample tests on the values themselves. */
  exactComparison: { input: ExactComparisonInput; output: ExactComparison };
  /** The four main scores of many numeric features, on rows that come along. */
  compareRows: { input: CompareRowsInput; output: RowsComparison[] };
}

/** More rows than these on a side are not fetched into a tab: their counts are compared. */
export const mostExactRows = 1_000_000;

export type ExactComparisonInput = {
  referenceUrl: string;
  currentUrl: string;
  /** Values in the two windows, as far as they were counted. */
  sizes: { reference: number; current: number };
  /** Where the counts of the same metric and window are. */
  counts: Omit<MetricWindow, 'method'>;
};

export type ExactComparison = {
  /** What was compared: the rows themselves, or, where there are too many, the server's counts of all of them. */
  basis: 'rows' | 'counts';
  reference: RowsHeader;
  current: RowsHeader;
  /** `bound`: where the statistic of the rows lies when only counts were compared. */
  scores: (ExactScore & { bound?: { low: number; high: number } | undefined })[];
  /** Counts in bins of equal width, made for the eye; numbers only. */
  overlay: { edges: Float64Array; reference: Float64Array; current: Float64Array } | undefined;
  /** The same quantiles of both sides, from the 1 % one to the 99 % one; numbers only. */
  quantiles: { levels: Float64Array; reference: Float64Array; current: Float64Array } | undefined;
};

export type CompareRowsInput = {
  /** Under which the worker keeps the sorted references, for later jobs of this name without them. */
  keepAs?: string;
  /** NaN is missing. The worker sorts each array where it is, so none may stand in two places. */
  features: { name: string; reference?: Float64Array; current: Float64Array }[];
};
