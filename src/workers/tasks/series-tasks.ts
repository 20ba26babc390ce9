import type { SeriesStatistic } from '#contract/series.ts';
import type { RedundantGroup } from '#stats/correlation/redundant-groups.ts';

export type { RedundantGroup };

/** Correlations of lines over time. */
export interface SeriesTasks {
  /** Which series come before which, and when each of them changed. */
  leadLag: { input: LeadLagInput; output: LeadLag };
  /** Which series say the same as others. */
  redundantSeries: { input: SeriesInput; output: RedundantGroup[] };
}

/** One line to correlate: a statistic of a metric of a stage. */
export type SeriesChoice = {
  stage: string;
  metric: string;
  statistic: SeriesStatistic;
  category?: string | undefined;
  /** Take 1 minus the share: errors are what is not ok. */
  isComplement?: boolean | undefined;
};

/** What is taken out of the series before they are correlated. */
export type SeriesView = 'raw' | 'detrended' | 'withoutDailyPattern';

/** Series to fetch, on the slots of one window. */
export type SeriesInput = {
  /** The addresses of the series, all in one: by it a worker finds them again. */
  url: string;
  /** For each stage where its series come from. */
  stages: { stage: string; url: string }[];
  series: SeriesChoice[];
  fromMs: number;
  toMs: number;
  stepMs: number;
};

export type LeadLagInput = SeriesInput & {
  view: SeriesView;
  /** Largest lag, in slots. */
  maxLag: number;
};

/** k series over the same slots. Matrices are k × k, row-major: the series of the row comes first. */
export type LeadLag = {
  series: SeriesChoice[];
  stepMs: number;
  maxLag: number;
  /** Below this many slots with both values a pair has no correlation. */
  leastSlots: number;
  slotsMs: Float64Array;
  /** k × slots, as they were correlated; NaN where there is nothing. */
  values: Float64Array;
  /** Strongest correlation over the lags 0 … maxLag; NaN where there is none. */
  strengths: Float64Array;
  /** By how many slots the series of the row comes first. */
  lags: Int32Array;
  /** The correlations of each pair at the lags 0 … maxLag; NaN where there is none. */
  byLag: Float32Array;
  /** For all lags (Bonferroni) and all pairs (Benjamini & Hochberg); NaN where there is none. */
  p: Float64Array;
  /** Slots with both values. */
  sizes: Int32Array;
  moves: SeriesMove[];
};

/** A change of a series' mean, with the instants between which it lies. */
export type SeriesMove = LevelMove & {
  /** Position in the series. */
  series: number;
};

export type LevelMove = {
  atMs: number;
  fromMs: number;
  toMs: number;
  before: number;
  after: number;
  /** Size in standard deviations of the noise. */
  size: number;
};
