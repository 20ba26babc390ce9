import type { AutomationInput, AutomationReport } from '../automation/automation-report.ts';
import type { AutomationAnswer, AutomationQuestion } from '../automation/judge-automation.ts';
import type { DetectorId, DetectorReport } from '../quality/error-stream.ts';
import type { SlotVerdict, StatedVerdict } from '../quality/late-verdicts.ts';
import type { QualityAnswer, QualityQuestion } from '../quality/judge-quality.ts';
import type { Measure, MeasureId } from '../quality/measures.ts';
import type { MeasureReport, QualityReport } from '../quality/report.ts';

export type {
  AutomationReport,
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
  /** What partial automation would do at a threshold, and at every other one. */
  automation: { input: AutomationInput; output: AutomationReport };
  /** The errors of rows that come along, as the server asks for them before anything is raised. */
  judgeAutomation: { input: AutomationQuestion; output: AutomationAnswer };
  /** Measured and estimated quality by slot, and why it changed. */
  quality: { input: { coverageUrl: string; rowsUrl: string }; output: QualityReport };
  /** One measure of the quality of rows that come along, as rules ask for it. */
  judgeQuality: { input: QualityQuestion; output: QualityAnswer };
}
