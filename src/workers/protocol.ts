import type { RowsHeader } from '#contract/histograms.ts';
import type { MetricGroup, MetricKind } from '#contract/metric.ts';
import type { Problem } from '#contract/problem.ts';
import type { Reference } from '#contract/reference.ts';
import type { SeriesStatistic } from '#contract/series.ts';
import type { RedundantGroup } from '#stats/correlation/redundant-groups.ts';
import type { CalibratedLevel } from '#stats/budget/calibrated-level.ts';
import type { CheckLevel } from '#stats/budget/check-level.ts';
import type { Season } from '#stats/budget/season.ts';
import type { DriftMethod, DriftScore, Threshold } from '#stats/drift-score.ts';
import type { RowsComparison } from '#stats/compare-rows.ts';
import type { DriftReason, DriftVerdict, Verdict } from '#stats/drift-verdict.ts';
import type { ExactMethod, ExactScore } from '#stats/exact-score.ts';
import type { QualityAnswer, QualityQuestion } from './quality/judge-quality.ts';
import type { DetectorId, DetectorReport } from './quality/error-stream.ts';
import type { Measure, MeasureId } from './quality/measures.ts';
import type { MeasureReport, QualityReport } from './quality/report.ts';
import type { Segment } from '#contract/segment.ts';
import type { NoEstimate } from '#stats/estimate.ts';
import type { Slice } from '#stats/slice-search.ts';
import type { Unavailable } from '#stats/test-result.ts';
import type { RehearsalTasks } from './rehearsal/rehearsal-protocol.ts';

export type {
  DetectorId,
  DetectorReport,
  RedundantGroup,
  DriftMethod,
  DriftReason,
  DriftScore,
  DriftVerdict,
  Season,
  ExactMethod,
  ExactScore,
  Measure,
  MeasureId,
  MeasureReport,
  QualityReport,
  RowsComparison,
  Threshold,
  Verdict,
};

/** What the drift worker can do. Counts stay in the worker; a task that names a `url` not there loads it. */
export interface DriftTasks extends RehearsalTasks {
  /** Fetches and decodes counts anew, and says what is in them. */
  loadCounts: { input: { url: string }; output: LoadedCounts };
  /** Scores of every metric in every slot and over the whole window. */
  driftMap: { input: { url: string; method: DriftMethod; budget: BoardBudget }; output: DriftMap };
  /** The counts of one metric in the slots that start in a window, and their score. */
  metricBins: { input: MetricWindow; output: MetricBins };
  /** Two-sample tests on the values themselves. */
  exactComparison: { input: ExactComparisonInput; output: ExactComparison };
  /** The four main scores of many numeric features, on rows that come along. */
  compareRows: { input: CompareRowsInput; output: RowsComparison[] };
  /** Which slice of the rows explains most of the change of a metric. */
  sliceSearch: { input: SliceSearchInput; output: SliceFindings };
  /** What the drift of each metric lets expect for the error, by the labelled rows of the reference. */
  expectedHarm: { input: ExpectedHarmInput; output: ExpectedHarm };
  /** Whether many numeric metrics moved together, also where none of them did by itself. */
  multivariate: { input: { referenceUrl: string; currentUrl: string }; output: MultivariateFindings };
  /** Which series come before which, and when each of them changed. */
  leadLag: { input: LeadLagInput; output: LeadLag };
  /** Measured and estimated quality by slot, and why it changed. */
  quality: { input: { coverageUrl: string; rowsUrl: string }; output: QualityReport };
  /** One measure of the quality of rows that come along, as rules ask for it. */
  judgeQuality: { input: QualityQuestion; output: QualityAnswer };
  /** Which series say the same as others. */
  redundantSeries: { input: SeriesInput; output: RedundantGroup[] };
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
  | ({ status: 'ok' } & Pick<CalibratedLevel, 'basis' | 'checks' | 'alarms' | 'checksToCertify'>)
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
};

export type MetricWindow = { url: string; metric: string; fromMs: number; toMs: number; method: DriftMethod };

export type MetricBins = {
  score: DriftScore;
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
export type SeriesMove = {
  /** Position in the series. */
  series: number;
  atMs: number;
  fromMs: number;
  toMs: number;
  before: number;
  after: number;
  /** Size in standard deviations of the noise. */
  size: number;
};

export type CompareRowsInput = {
  /** Under which the worker keeps the sorted references, for later jobs of this name without them. */
  keepAs?: string;
  /** NaN is missing. The worker sorts each array where it is, so none may stand in two places. */
  features: { name: string; reference?: Float64Array; current: Float64Array }[];
};

/** The metric stands first in both frames; its other columns are searched. */
export type SliceSearchInput = {
  url: string;
  metric: string;
  referenceUrl: string;
  currentUrl: string;
  /** Where numeric columns are cut into ranges, ascending, by metric; a column without cuts is not searched. */
  cuts: Readonly<Record<string, readonly number[]>>;
};

export type SliceFindings = {
  reference: FrameExtent;
  current: FrameExtent;
  /** Of the chi-square test that there is a change at all; NaN when a side is empty. */
  p: number;
  /** The columns that have more than one value. */
  columns: string[];
  /** Slices that were tested. */
  searched: number;
  /** The most explained beyond its size first. */
  slices: SliceFinding[];
};

export type ExpectedHarmInput = {
  url: string;
  /** Of the same rows of the reference: these metrics, and their labels. */
  frameUrl: string;
  labelledUrl: string;
  windows: { metric: string; fromMs: number; toMs: number }[];
};

export type ExpectedHarm =
  | {
      status: 'ok';
      /** Labelled rows of the reference that were found in the frame. */
      labelled: number;
      /** Whether the error is a share of wrong answers, or a mean distance from the true value. */
      error: 'share' | 'distance';
      harms: ({ metric: string } & Harm)[];
    }
  | { status: 'unavailable'; reason: 'no-labels' | 'unknown-answers' };

/** The change of the mean error, with its 95 % interval; positive is harm. */
export type Harm = { status: 'ok'; value: number; low: number; high: number } | NoEstimate;

export type MultivariateFindings = {
  reference: FrameExtent;
  current: FrameExtent;
  /** Those that took part. */
  metrics: string[];
  /** Those that could not, and why. */
  left: { metric: string; reason: 'sensitive' | 'missing' | 'constant' }[];
  /** Can a classifier tell the rows of both sides apart? */
  classifier:
    | {
        status: 'ok';
        /** Of held-out rows: ½ when it cannot, 1 when it always can. */
        auc: number;
        p: number;
        n: number;
        m: number;
        /** By their part in what it goes by, the largest first; positive: larger values speak for the current side. */
        carriers: { metric: string; part: number; isLarger: boolean }[];
      }
    | Unavailable;
  /** Does what the metrics had in common still hold? */
  reconstruction:
    | {
        status: 'ok';
        components: number;
        /** Mean reconstruction errors, in standard deviations of the metrics. */
        before: number;
        now: number;
        /** Their difference in standard deviations of the reference's errors. */
        effect: number;
        p: number;
      }
    /** As many components as metrics are needed, so that they leave nothing. */
    | { status: 'complete'; components: number }
    | Unavailable;
};

/** Rows in a window, and how many of them were looked at. */
export type FrameExtent = { total: number; taken: number };

/** See `Slice` of stats/slice-search.ts. */
export type SliceFinding = Omit<Slice, 'conditions'> & {
  conditions: Segment[];
};

export type TaskName = keyof DriftTasks;
export type TaskInput<T extends TaskName> = DriftTasks[T]['input'];
export type TaskOutput<T extends TaskName> = DriftTasks[T]['output'];

/** What a long task is doing, and how much of it is done where that is known. */
export type TaskProgress = {
  doing: 'fetching' | 'calibrating' | 'scoring' | 'testing' | 'searching' | 'correlating' | 'replaying';
  share?: number | undefined;
};

/** An error as data. A refusal of the server keeps its problem document. */
export type TaskError = { name: string; message: string; problem?: Problem };

/** What a person looks at is `visible`; what can wait is `background`. */
export type Priority = 'visible' | 'background';

export type RunRequest<T extends TaskName> = {
  [Task in T]: { type: 'run'; id: number; priority: Priority; task: Task; input: TaskInput<Task> };
}[T];
export type TaskRequest = RunRequest<TaskName> | { type: 'cancel'; id: number };

export type TaskReply =
  | { type: 'progress'; id: number; progress: TaskProgress }
  | { type: 'done'; id: number; output: TaskOutput<TaskName> }
  | { type: 'failed'; id: number; error: TaskError };

export type TaskContext = {
  signal: AbortSignal;
  onProgress: (progress: TaskProgress) => void;
  /** To be awaited now and then in a long loop, see `createBreath`. */
  breathe: () => Promise<boolean>;
};

/** `transfer` are buffers of the output that the worker will not read again. */
export type TaskResult<T extends TaskName> = { output: TaskOutput<T>; transfer: Transferable[] };

export type TaskHandlers = {
  [T in TaskName]: (input: TaskInput<T>, context: TaskContext) => Promise<TaskResult<T>>;
};

/** One worker, as the pool sees it. */
export interface Lane {
  post(request: TaskRequest, transfer: Transferable[]): void;
  terminate(): void;
}

export interface LaneEvents {
  reply(reply: TaskReply): void;
  /** The worker is of no use any more. */
  crash(error: Error): void;
}

export type OpenLane = (events: LaneEvents) => Lane;
