import type { DetectorId, Measure, MeasureId, QualityReport } from '#workers/tasks/quality-tasks.ts';
import { formatDifference, formatInterval, formatValue, MISSING, type Unit } from '../format/number.ts';

type MeasureText = { name: string; unit: Unit; better: 'higher' | 'lower' | 'zero' };

export const measureTexts: Record<MeasureId, MeasureText> = {
  accuracy: { name: 'Accuracy', unit: 'share', better: 'higher' },
  precision: { name: 'Precision', unit: 'share', better: 'higher' },
  recall: { name: 'Recall', unit: 'share', better: 'higher' },
  f1: { name: 'F1', unit: 'none', better: 'higher' },
  rocAuc: { name: 'ROC AUC', unit: 'none', better: 'higher' },
  brier: { name: 'Brier score', unit: 'none', better: 'lower' },
  mae: { name: 'Mean absolute error', unit: 'none', better: 'lower' },
  rmse: { name: 'Root mean square error', unit: 'none', better: 'lower' },
  bias: { name: 'Bias', unit: 'none', better: 'zero' },
  r2: { name: 'R²', unit: 'none', better: 'higher' },
};

/** What the measure is called of such answers: where labels are judgements, accuracy is the share that was right. */
export function measureName(id: MeasureId, { answers }: Pick<QualityReport, 'answers'>): string {
  return id === 'accuracy' && answers.kind === 'judged' ? 'Share of right answers' : measureTexts[id].name;
}

type Unavailable = Extract<Measure, { status: 'unavailable' }>['reason'];

export const reasonTexts: Record<Unavailable, string> = {
  'no-rows': 'no rows with a label',
  'too-few-rows': 'too few rows with a label',
  'no-labels': 'no labels yet',
  'one-label': 'all labels are of one class',
  'one-prediction': 'all answers are of one class',
  'no-positives': 'no row is of the positive class',
  'no-negatives': 'no row is of the negative class',
  'no-predicted-positives': 'nothing was predicted to be positive',
  'not-probabilities': 'the scores are no probabilities',
  constant: 'all true values are the same',
  'outside-support': 'the rows lie outside what the reference knows',
};

/** `0.86 [0.83, 0.89]`, or why there is no number. */
export function measureText(measure: Measure, unit: Unit): string {
  if (measure.status === 'unavailable') return `${MISSING} (${reasonTexts[measure.reason]})`;
  return `${formatValue(measure.value, unit)} ${formatInterval(measure.lower, measure.upper, unit)}`;
}

/** `−4.2 pp [−6.0, −2.4]`. */
export function changeText(measure: Measure, unit: Unit): string {
  if (measure.status === 'unavailable') return `${MISSING} (${reasonTexts[measure.reason]})`;
  return `${formatDifference(measure.value, unit)} ${formatInterval(measure.lower, measure.upper, unit, 'difference')}`;
}

/** What the scores are taken for. */
export function scoreText({ answers, hasScores }: Pick<QualityReport, 'answers' | 'hasScores'>): string {
  if (answers.kind === 'regression') return 'The answers are numbers.';
  if (!hasScores) return 'No confidence is recorded.';
  if (answers.kind === 'binary' && answers.scoreOf === 'positive') {
    return `The score is read as the probability of “${answers.positive}”.`;
  }
  return 'The confidence is read as the probability that the answer is right.';
}

export const detectorTexts: Record<DetectorId, { name: string; about: string; falseAlarms: string }> = {
  ddm: { name: 'DDM', about: 'error share above its best by 3 standard errors', falseAlarms: '0.27' },
  hddmW: { name: 'HDDM-W', about: 'weighted error share before and after a cut', falseAlarms: '0.73' },
  adwin: { name: 'ADWIN', about: 'two parts of a window with different means', falseAlarms: '0' },
  pageHinkley: { name: 'Page–Hinkley', about: 'rising sum of deviations from the mean', falseAlarms: '0.20' },
};
