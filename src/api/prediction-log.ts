import type { MetricKind } from '#contract/metric.ts';
import type { Role } from '#contract/prediction.ts';
import type { Segment } from '#contract/segment.ts';
import type { RequestOrder } from '#contract/request-order.ts';
import type { Arrival } from '#control/batch-runs.ts';
import type { Bins } from '#stats/bins.ts';

/** Rows that were sent for a reference stand apart: they count in no figure, and make no stage or metric known. */
export type RowRole = Role | 'reference';

/** A prediction or resource sample as it is stored: every value is in one of two maps, by metric id. */
export type LogRow = {
  kind: 'prediction' | 'sample' | 'reference';
  pipeline: string;
  stage: string;
  /** The id of the reference, for its rows. */
  version: string;
  role: RowRole;
  site: string;
  requestId: string;
  timeMs: number;
  receivedMs: number;
  numbers: Record<string, number>;
  categories: Record<string, string>;
  /** Kept only where the stage says so. */
  text: string | null;
  /** Salted hash of a text output, to find repeated ones; '' without one. */
  fingerprint: string;
};

export type LabelRow = {
  pipeline: string;
  stage: string;
  requestId: string;
  timeMs: number;
  receivedMs: number;
  number: number | null;
  category: string | null;
};

export type Batch = { rows: LogRow[]; labels: LabelRow[] };

export type Window = { fromMs: number; toMs: number };
/** Which rows of a stage. With `knownAtMs` or `segments` the rows themselves answer in place of the roll-ups. */
export type StageSelection = Window & {
  pipeline: string;
  stage: string;
  role: RowRole;
  version?: string | undefined;
  /** Only what had been received by then: the past as it was known. */
  knownAtMs?: number | undefined;
  /** Of one metric any of the values, of different metrics all. */
  segments?: readonly Segment[] | undefined;
};
export type SlotSelection = StageSelection & {
  /** Whole minutes; slots start at multiples of it since the epoch. */
  stepMs: number;
  /** Only these metrics; all when left out. */
  metrics?: readonly string[] | undefined;
  /** Only slots that changed after this cursor. */
  since?: string | undefined;
};

export type StageExtent = { pipeline: string; stage: string; rows: number; firstMs: number; lastMs: number };
export type MetricExtent = {
  stage: string;
  metric: string;
  kind: MetricKind;
  rows: number;
  firstMs: number;
  lastMs: number;
  /** Most frequent first, at most 12; empty for numeric metrics. */
  categories: string[];
};
export type VersionExtent = {
  stage: string;
  version: string;
  role: Role;
  rows: number;
  firstMs: number;
  lastMs: number;
};
export type RowSlot = { slotMs: number; rows: number };
export type ActiveSlot = { slotMs: number; minutes: number };
/** An output that came more than once; `text` only where it was kept, `length` of the text in characters. */
export type RepeatedOutput = {
  fingerprint: string;
  text: string | null;
  length: number | null;
  rows: number;
  firstMs: number;
  lastMs: number;
};
/** Of the rows with a fingerprint: how many, of how many different outputs, and those that came most. */
export type RepeatedOutputs = { rows: number; distinct: number; most: RepeatedOutput[] };
export type NumericSlot = { metric: string; slotMs: number; count: number; sum: number; quantiles: number[] };
export type CategorySlot = { metric: string; slotMs: number; category: string; count: number };
export type BucketCount = { metric: string; bucket: number; count: number; sum: number };
export type CategoryCount = { metric: string; category: string; count: number };
export type BinSlot = { metric: string; slotMs: number; bin: number; count: number; sum: number };
export type StageSlot = {
  stage: string;
  slotMs: number;
  rows: number;
  latencyP95Ms: number | null;
  /** Rows with a status, and those of them that failed. */
  answers: number;
  failures: number;
  /** Rows with an output that was recorded, and those of them without a value. */
  outputs: number;
  nulls: number;
};
export type VersionSlot = { stage: string; version: string; slotMs: number; rows: number };

/** What to take of each row: numbers by metric id, and categories coded by their place among `values`. */
export type FrameColumns = {
  numbers: readonly string[];
  /** `metric` may also be `version` or `site`. */
  categories: readonly { metric: string; values: readonly string[] }[];
};
/** One entry a row: NaN for a missing number; −1 for a missing category, `values.length` for any other one. */
export type Frame = { timesMs: Float64Array; numbers: Float64Array[]; codes: Int32Array[] };
/** A row as it can be shown to people. */
export type ShownRow = Pick<
  LogRow,
  'timeMs' | 'requestId' | 'version' | 'site' | 'numbers' | 'categories' | 'text'
>;
/** A row of a request, in whichever stage. */
export type RequestRow = ShownRow & { stage: string; role: Role };
/** A row and the label that was known of it; null where there is none. */
export type LabelledRow = {
  timeMs: number;
  score: number | null;
  prediction: number | string | null;
  label: number | string | null;
  labelReceivedMs: number | null;
};
/** Rows of one version in one role: one side of a comparison. */
export type LogArm = { version: string; role: Role };
/** An answer, as it can be compared with another one. */
export type PairSide = {
  timeMs: number;
  latencyMs: number | null;
  status: string;
  isNull: boolean;
  score: number | null;
  /** Number, category or kept text; null where the output is missing or was not kept. */
  prediction: number | string | null;
  /** Equal where texts are, even where they were not kept. */
  fingerprint: string;
};
/** What two versions answered to the same request. */
export type Pair = { requestId: string; stable: PairSide; candidate: PairSide };
export type PairSelection = Window & Pick<StageSelection, 'pipeline' | 'stage' | 'segments'>;
/** Of the rows of one unit, such as the bucket of a sticky key: how many, and when the first event among them was. */
export type UnitExtent = { unit: number; rows: number; firstEventMs: number | null };
/** An answer that failed, or one without a value. */
export type UnitEvent = 'error' | 'null';

export type LabelSlot = { slotMs: number; labelled: number; delaysMs: number[] };
/** With a moment of knowledge: labels that came later do not count. */
export type Known<Selection extends StageSelection> = Selection & { knownAtMs: number };

/** Periods of runs: how long each is, where they begin after the epoch, and how long after their end rows may come. */
export type ArrivalPeriods = { everyMs: number; offsetMs: number; graceMs: number };
/** What a site sent to a stage; `versions` with their rows, most first. */
export type SiteExtent = {
  site: string;
  stage: string;
  rows: number;
  lastMs: number;
  lastReceivedMs: number;
  delaysSeconds: number[];
  versions: [string, number][];
};

/**
 * Prediction rows, labels, resource samples, and their roll-ups by minute and hour (numeric: buckets of
 * `bucketOf` with count and sum; categorical: counts by category). Windows are half-open, by event time; steps
 * that are whole hours are answered from the hourly roll-ups; window borders snap outwards to the minute or hour.
 * Row counts are of prediction rows (of the reference's with that role); samples have none.
 */
export interface PredictionLog {
  /** Appends; a batch whose token was inserted before changes nothing. */
  insert(batch: Batch, token: string): Promise<void>;
  /** A cursor for `since`: every later change is found by it, some earlier ones may be found again. */
  cursor(): Promise<string>;

  listStages(): Promise<StageExtent[]>;
  listMetrics(pipeline: string): Promise<MetricExtent[]>;
  /** Versions of all stages with their rows in the window; as known at a moment, where one is given. */
  listVersions(pipeline: string, window: Window, knownAtMs?: number): Promise<VersionExtent[]>;
  versionSlots(pipeline: string, window: Window, stepMs: number): Promise<VersionSlot[]>;
  /**
   * Of the live rows of all stages, by slot; stages in order, slots ascending, those without rows left out. Without a
   * step the window is one slot, from its start. As known at a moment, where one is given.
   */
  stageSlots(pipeline: string, window: Window, stepMs?: number, knownAtMs?: number): Promise<StageSlot[]>;
  labelExtent(pipeline: string, knownAtMs?: number): Promise<{ rows: number; lastMs: number | undefined }>;
  /** Labels by when they were received. */
  labelArrivals(pipeline: string, window: Window, stepMs: number): Promise<RowSlot[]>;

  /** Prediction rows of the window. */
  countRows(selection: StageSelection): Promise<number>;
  rowSlots(selection: SlotSelection): Promise<RowSlot[]>;
  /** Minutes in which a row or a resource sample of the stage and version came, whatever the segments. */
  activeSlots(selection: SlotSelection): Promise<ActiveSlot[]>;
  /** Most rows first; equal ones by fingerprint. */
  repeatedOutputs(selection: StageSelection, limit: number): Promise<RepeatedOutputs>;
  /** Quantile q is the mean of the bucket that holds rank ⌈q·n⌉, as `quantile` of stats/histogram.ts. */
  numericSlots(selection: SlotSelection, quantiles: readonly number[]): Promise<NumericSlot[]>;
  categorySlots(selection: SlotSelection): Promise<CategorySlot[]>;

  /** Whole histograms of the window, of these metrics or of all. */
  numericHistograms(selection: StageSelection, metrics?: readonly string[]): Promise<BucketCount[]>;
  categoryHistograms(selection: StageSelection, metrics?: readonly string[]): Promise<CategoryCount[]>;
  /** The same by slot, folded into the bins given by metric; bins without rows are left out. */
  binSlots(selection: SlotSelection, bins: ReadonlyMap<string, Bins>): Promise<BinSlot[]>;

  /** The values of one metric, at most `limit`: those with the smallest hash of request and time, so the same each time. */
  numericValues(selection: StageSelection, metric: string, limit: number): Promise<Float64Array>;
  categoryValues(selection: StageSelection, metric: string, limit: number): Promise<string[]>;
  /** Prediction rows with all these columns, sampled in the same way. */
  frame(selection: StageSelection, columns: FrameColumns, limit: number): Promise<Frame>;
  /** Sites of the prediction rows, the one with most rows first. */
  listSites(selection: StageSelection, most: number): Promise<string[]>;
  /** Prediction rows, the latest first, or sampled in the same way. */
  listRows(selection: StageSelection, order: 'latest' | 'sample', limit: number): Promise<ShownRow[]>;

  /** Prediction rows by the period that their time lies in, and when they came. */
  arrivalPeriods(selection: StageSelection, periods: ArrivalPeriods): Promise<Arrival[]>;
  /** When the first prediction row of the pipeline came. */
  firstReceived(pipeline: string): Promise<number | undefined>;
  /** Live prediction rows with a site, by site and stage; quantiles of their delays are of rank ⌈q·n⌉. */
  siteStates(
    pipeline: string,
    window: Window,
    quantiles: readonly number[],
    most: number,
  ): Promise<SiteExtent[]>;

  /**
   * Request ids of prediction rows in the window: the latest, those of the largest latencies first, the latest that
   * failed, or the latest with a null output.
   */
  listRequestIds(
    selection: Window & { pipeline: string; stage?: string | undefined },
    order: RequestOrder,
    limit: number,
  ): Promise<string[]>;
  /** Prediction rows of these requests in all stages, in order of time; the window narrows the search. */
  requestRows(
    selection: { pipeline: string; requestIds: readonly string[]; window?: Window | undefined },
    limit: number,
  ): Promise<RequestRow[]>;

  /** Requests of the window that both answered, sampled as `numericValues`; each once. Segments are of the stable side. */
  pairs(
    selection: PairSelection,
    arms: { stable: LogArm; candidate: LogArm },
    limit: number,
  ): Promise<Pair[]>;
  /** Units by the whole number in a numeric metric, ascending. */
  unitExtents(selection: StageSelection, metric: string, event: UnitEvent): Promise<UnitExtent[]>;

  /**
   * Of the slots with labelled rows, how many and the quantiles of the time from row to label. A label belongs to the
   * rows with its request id, of its stage or of all where it names none; the one that came last counts, and one
   * without a value takes the label back.
   */
  labelSlots(selection: Known<SlotSelection>, quantiles: readonly number[]): Promise<LabelSlot[]>;
  /** In order of time; at most `limit`, as for `numericValues`. `all` takes rows without a label, too. */
  labelledRows(
    selection: Known<StageSelection>,
    which: { rows: 'labelled' | 'all'; limit: number },
  ): Promise<LabelledRow[]>;
}
