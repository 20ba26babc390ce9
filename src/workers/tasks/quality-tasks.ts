import type { DetectorId, DetectorReport } from '../quality/error-stream.ts';
import type { SlotVerdict, StatedVerdict } from '../quality/late-verdicts.ts';
import type { QualityAnswer, QualityQuestion } from '../quality/judge-quality.ts';
import type { Measure, MeasureId } from '../quality/measures.ts';
import type { MeasureReport, QualityReport } from '../quality/report.ts';

export type {
  DetectorId,
  DetectorReport,
  Measure,
  MeasureId,
  MeasureReport,
  QualityReport,
  SlotVerdict,
  StatedVerdict,
};

/** Quality of a model, measured and estimated. */
export interface QualityTasks {
  /** Measured and estimated quality by slot, and why it changed. */
  quality: { input: { coverageUrl: string; rowsUrl: string }; output: QualityReport };
  /** One measure of the quality of rows that come along, as rules ask for it. */
  judgeQuality: { input: QualityQuestion; output: QualityAnswer };
}
