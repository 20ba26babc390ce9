import type { MetricGroup, MetricKind } from '#contract/metric.ts';
import type { Reference } from '#contract/reference.ts';
import type { CalibratedLevel } from '#stats/budget/calibrated-level.ts';
import type { CheckLevel } from '#stats/budget/check-level.ts';
import type { Season } from '#stats/budget/season.ts';
import type { DriftMethod, DriftScore, Threshold } from '#stats/drift-score.ts';
import type { DriftReason, DriftVerdict, Verdict } from '#stats/drift-verdict.ts';
import type { LevelMove } from './series-tasks.ts';

export type { DriftMethod, DriftReason, DriftScore, DriftVerdict, Season, Threshold, Verdict };

/** Counts binned by the server, and what they say of drift. */
export interface DriftMapTasks {
  /** Fetches and decodes counts anew, and says what is in them. */
  loadCounts: { input: { url: string }; output: LoadedCounts };
  /** Scores of every metric in every slot and over the whole window. */
  driftMap: { input: { url: string; method: DriftMethod; budget: BoardBudget }; output: DriftMap };
  /** The counts of one metric in the slots that start in a window, their score, and what chance reaches there with that probability. */
  metricBins: { input: MetricWindow & { level: number }; output: MetricBins };
}

export type LoadedCounts = {
  /** Where they came from, by which a worker finds them again. */
  url: string;
  asOf: string;
  stepSeconds: number;
  reference: Reference;
  metrics: { metric: string; group: MetricGroup; name: string; kind: MetricKind }[];
  slotsMs: Float64Array;
  /** Prediction rows of the stage in each slot. */
  rows: Float64Array;
};

/** False alarms that a whole board may raise in a period of time, without any drift. */
export type BoardBudget = { alarms: number; periodSeconds: number };

/**
 * What the reference's own time, slot by slot, says of the promise: the level of a check is lowered to what holds there. Else the level
 * is that of the law of chance, and rows count as dependent as neighbouring slots of the board show.
 */
export type Calibration =
  | ({
      status: 'ok';
      /** Metrics whose level wanders so slowly that the reference's own time is worth fewer than 30 independent slots of them. */
      wandering: number;
    } & Pick<CalibratedLevel, 'basis' | 'checks' | 'alarms' | 'checksToCertify'>)
  | { status: 'unavailable'; reason: NoHistory };

/** Rows of an upload have no order; a provisional reference is taken anew with each look; a short one has too few slots. */
export type NoHistory = 'upload' | 'provisional' | 'short';

/** How a cell is marked: the verdict of its slot's check. */
export const cellMarks = { none: 0, warn: 1, drift: 2 } as const;

/** Scores in rows × columns, which are the metrics and slots of the counts, row-major. */
export type DriftMap = {
  counts: LoadedCounts;
  method: DriftMethod;
  threshold: Threshold;
  /** Fewer rows on either side have no score. */
  leastRows: number;
  /** The level of one check of all metrics, and what it promises for the period of the budget. */
  promise: CheckLevel & { budget: BoardBudget; checksPerPeriod: number };
  calibration: Calibration;
  /** Dependent rows that are worth one independent row, one a metric; evidence is that of so many fewer rows. */
  dispersions: Float64Array;
  /** By which slots are compared with the reference, one a metric; undefined for the whole of it. */
  seasons: (Season | undefined)[];
  /** NaN where there is no score. */
  effects: Float64Array;
  p: Float64Array;
  /** Values of the current side. */
  sizes: Float64Array;
  /** By {@link cellMarks}. */
  marks: Uint8Array;
  metrics: MetricDrift[];
};

/**
 * What is to be said of a metric. `score` and its verdict are of the spell of drift that lasts, if one does: over the
 * whole window a late change would be thinned out by the time before it. Else they are of the whole window, as
 * `whole` always is.
 */
export type MetricDrift = {
  metric: string;
  score: DriftScore;
  verdict: DriftVerdict;
  whole: DriftScore;
  /** The latest spell of at least two drifting slots, epoch milliseconds, half-open. */
  spell: { fromMs: number; toMs: number; isOngoing: boolean } | undefined;
  /** The largest rise of the score of its slots, where a spell of drift is to be explained. */
  rise: LevelMove | undefined;
};

export type MetricWindow = { url: string; metric: string; fromMs: number; toMs: number; method: DriftMethod };

export type MetricBins = {
  score: DriftScore;
  /** The effect that so many rows pass without drift in the share `level` of windows; undefined without rows. */
  chanceLimit: number | undefined;
  /** Whether the reference is that of the same hours only. */
  isSeasonal: boolean;
  labels: string[];
  /** k + 1 for k bins, the ends infinite; undefined where the bins are names or single values. */
  edges: Float64Array | undefined;
  reference: Float64Array;
  current: Float64Array;
  /** The part of each bin in the divergence of the shares: of PSI where that is the method, else of Jensen-Shannon. */
  contributions: Float64Array;
  missing: { reference: number; current: number };
  missingShare: MissingShare;
};

/** Shares of rows without a value, with 95 % intervals; `unavailable` when a side has no rows. */
export type MissingShare =
  | {
      status: 'ok';
      reference: ShareInterval;
      current: ShareInterval;
      difference: ShareInterval;
      p: number;
      /** Of each slot of the counts, and its rows; NaN without rows. */
      slots: { shares: Float64Array; rows: Float64Array };
    }
  | { status: 'unavailable' };

export type ShareInterval = { value: number; low: number; high: number };
