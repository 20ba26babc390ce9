import type { Segment } from '#contract/segment.ts';
import type { NoEstimate } from '#stats/estimate.ts';
import type { Slice } from '#stats/slice-search.ts';
import type { Unavailable } from '#stats/test-result.ts';

/** Searches over rows with many columns. */
export interface FrameTasks {
  /** Which slice of the rows explains most of the change of a metric. */
  sliceSearch: { input: SliceSearchInput; output: SliceFindings };
  /** What the drift of each metric lets expect for the error, by the labelled rows of the reference. */
  expectedHarm: { input: ExpectedHarmInput; output: ExpectedHarm };
  /** In which segment the errors grew most. */
  qualityBySegment: { input: QualityBySegmentInput; output: QualityBySegment };
  /** Whether many numeric metrics moved together, also where none of them did by itself. */
  multivariate: { input: { referenceUrl: string; currentUrl: string }; output: MultivariateFindings };
}

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

/** Of the same rows: the metrics that make segments, and the labels of these rows. */
type RowsAndLabels = { frameUrl: string; labelledUrl: string };
export type QualityBySegmentInput = {
  reference: RowsAndLabels;
  current: RowsAndLabels;
  cuts: SliceSearchInput['cuts'];
  /** Current rows that lie in the reference's window, which are not held against it. */
  withoutMs: { fromMs: number; toMs: number } | undefined;
};

export type QualityBySegment =
  | {
      status: 'ok';
      /** Whether the error is a share of wrong answers, or a mean distance from the true value. */
      error: 'share' | 'distance';
      labelled: { reference: number; current: number };
      columns: string[];
      /** Segments with rows enough on both sides, the family of the adjusted p. */
      searched: number;
      /** By the lower end of the interval, so that large and sure losses come first. */
      segments: SegmentQuality[];
    }
  | { status: 'unavailable'; reason: 'unknown-answers' };

/** Labelled rows of a segment and their mean error, before and now; a positive change is a loss, with its 95 % interval. */
export type SegmentQuality = {
  segment: Segment;
  reference: { n: number; mean: number };
  current: { n: number; mean: number };
  change: { value: number; lower: number; upper: number };
  /** That it did not change, among all that were searched (Benjamini-Hochberg). */
  adjustedP: number;
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
