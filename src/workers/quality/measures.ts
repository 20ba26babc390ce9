import type { Estimate, NoEstimate } from '#stats/estimate.ts';
import { noEstimate } from '#stats/estimate.ts';
import { brier } from '#stats/quality/brier.ts';
import { accuracy, confusionOf, f1, precision, recall } from '#stats/quality/confusion.ts';
import { shareEstimate } from '#stats/quality/intervals.ts';
import { labelledRows } from '#stats/quality/labelled-rows.ts';
import { regressionPerformance } from '#stats/quality/regression-performance.ts';
import { rocAuc } from '#stats/quality/roc-auc.ts';
import type { Answers } from './answers.ts';
import type { JudgedRows } from './judged-rows.ts';

export const measureIds = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'rocAuc',
  'brier',
  'mae',
  'rmse',
  'bias',
  'r2',
] as const;
export type MeasureId = (typeof measureIds)[number];
export type Measure = Estimate | NoEstimate;

const byKind: Record<Answers['kind'], readonly MeasureId[]> = {
  judged: ['accuracy', 'rocAuc', 'brier'],
  binary: ['accuracy', 'precision', 'recall', 'f1', 'rocAuc', 'brier'],
  multiclass: ['accuracy', 'rocAuc', 'brier'],
  regression: ['mae', 'rmse', 'bias', 'r2'],
  unknown: [],
};

/** What is measured of such answers; the first is the one that stands for all. */
export function measuresOf(kind: Answers, hasScores: boolean): readonly MeasureId[] {
  return byKind[kind.kind].filter((id) => hasScores || (id !== 'rocAuc' && id !== 'brier'));
}

/** The measures of rows, with 95 % intervals, in the order of `ids`. Rows without a label do not count. */
export function measure(rows: JudgedRows, kind: Answers, ids: readonly MeasureId[]): Measure[] {
  if (kind.kind === 'regression') {
    const performance = regressionPerformance(rows.answers, rows.labels);
    const { mae, rmse, bias, r2 } = performance;
    const known: Partial<Record<MeasureId, Measure>> = { mae, rmse, bias, r2 };
    return ids.map((id) => finite(known[id]));
  }
  const judged = rows.errors.filter((error) => !Number.isNaN(error));
  const wrong = judged.reduce((sum, error) => sum + error, 0);
  const scored = labelledRows(rows.scores, rows.targets);
  const answered = labelledRows(rows.answers, rows.labels);
  const confusion = confusionOf(answered.scores, answered.labels, 0.5);
  const one = (id: MeasureId): Measure => {
    switch (id) {
      case 'accuracy':
        return kind.kind === 'binary'
          ? accuracy(confusion)
          : shareEstimate(judged.length - wrong, judged.length, 'no-labels', 0.95);
      case 'precision':
        return precision(confusion);
      case 'recall':
        return recall(confusion);
      case 'f1':
        return f1(confusion);
      case 'rocAuc':
        return rocAuc(scored.scores, scored.labels);
      case 'brier':
        return brier(scored.scores, scored.labels);
      case 'mae':
      case 'rmse':
      case 'bias':
      case 'r2':
        return noEstimate('no-rows');
    }
  };
  return ids.map(one);
}

/** Of single rows the interval is endless: there is no measure to show. */
function finite(value: Measure | undefined): Measure {
  if (!value) return noEstimate('no-rows');
  const isEndless = value.status === 'ok' && !Number.isFinite(value.upper - value.lower);
  return isEndless ? noEstimate('too-few-rows') : value;
}

/** Recall and precision of each class, the most frequent first. */
export type ClassQuality = { name: string; n: number; recall: Measure; precision: Measure };

export function classQuality({ answers, labels }: JudgedRows, classes: readonly string[]): ClassQuality[] {
  return classes
    .map((name, code): ClassQuality => {
      const known = labelledRows(answers, labels);
      const isClass = (values: Float64Array): Float64Array => values.map((value) => (value === code ? 1 : 0));
      const confusion = confusionOf(isClass(known.scores), isClass(known.labels), 0.5);
      return {
        name,
        n: confusion.tp + confusion.fn,
        recall: recall(confusion),
        precision: precision(confusion),
      };
    })
    .filter(({ n, precision: own }) => n > 0 || own.status === 'ok')
    .sort((a, b) => b.n - a.n);
}
