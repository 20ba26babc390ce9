import type { DriftScore, Threshold } from '#stats/drift-score.ts';
import type { DriftVerdict } from '#stats/drift-verdict.ts';
import type { ColumnRole } from '../plan/plan.ts';
import type { QualityReport } from './quality.ts';

/** One column beside its reference. */
export type FeatureDrift = {
  column: string;
  role: ColumnRole;
  score: DriftScore;
  /** Made for the eye: bins of equal width, or the most frequent categories and "all others". */
  bins: { kind: 'numeric'; edges: Float64Array } | { kind: 'categories'; names: string[] };
  reference: Float64Array;
  current: Float64Array;
  /** Categories that the reference does not have, most frequent first, at most five. */
  newCategories: { name: string; rows: number }[];
  /** By slot of the current rows; NaN where there are too few. Empty without a time. */
  effects: Float64Array;
  sizes: Float64Array;
};

/** What a running report has to show: features in the order of the columns. */
export type ReportPiece = {
  done: number;
  total: number;
  doing: 'testing' | 'quality';
  /** Those since the last piece. */
  features: FeatureDrift[];
  /** Of all so far, as if the others were not to come. */
  verdicts: DriftVerdict[];
};

export type ReportSide = {
  /** Rows of the files, and how many of them were kept and looked at. */
  rows: number;
  kept: number;
  fromMs: number;
  toMs: number;
  labelled: number;
};

export type Slots = { startMs: number; stepMs: number; count: number };

export type DriftReport = {
  reference: ReportSide;
  current: ReportSide;
  /** Effects from which on a column is worth a look, and drifts. */
  threshold: Threshold;
  /** Of the adjusted p-values. */
  level: number;
  features: FeatureDrift[];
  verdicts: DriftVerdict[];
  slots: Slots | undefined;
  quality: QualityReport;
};
