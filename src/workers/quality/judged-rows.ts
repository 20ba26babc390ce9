import type { Answers } from './answers.ts';
import type { LabelledData } from './labelled-data.ts';

/** Rows as the measures take them; NaN where a row has no such value. */
export type JudgedRows = {
  timesMs: Float64Array;
  labelReceivedMs: Float64Array;
  /** Of a regression the predictions. */
  scores: Float64Array;
  /** 0 or 1: what the score is the probability of. Of a regression the true values. */
  targets: Float64Array;
  /** Answers and labels as bits, classes or numbers. */
  answers: Float64Array;
  labels: Float64Array;
  /** 1 for wrong and 0 for right; of a regression the absolute error. */
  errors: Float64Array;
};

export function judgedRows(data: LabelledData, kind: Answers): JudgedRows {
  const answers = givenAnswers(data, kind);
  const labels = trueLabels(data, kind);
  const errors = labels.map((label, row) => errorOf(answers[row] as number, label, kind));
  const isCorrectness = kind.kind === 'multiclass';
  return {
    timesMs: data.timesMs,
    labelReceivedMs: data.labelReceivedMs,
    scores: targetScores(data, answers, kind),
    targets: isCorrectness ? errors.map((error) => 1 - error) : labels,
    answers,
    labels,
    errors,
  };
}

/** The rows from `first` on, before `end`; views, not copies. */
export function rowsBetween(rows: JudgedRows, first: number, end: number): JudgedRows {
  return {
    timesMs: rows.timesMs.subarray(first, end),
    labelReceivedMs: rows.labelReceivedMs.subarray(first, end),
    scores: rows.scores.subarray(first, end),
    targets: rows.targets.subarray(first, end),
    answers: rows.answers.subarray(first, end),
    labels: rows.labels.subarray(first, end),
    errors: rows.errors.subarray(first, end),
  };
}

function givenAnswers(data: LabelledData, kind: Answers): Float64Array {
  if (kind.kind === 'judged') return data.timesMs.map(() => 1);
  if (kind.kind !== 'binary') return data.predictions;
  if (kind.isAnswerScore) return data.predictions.map((share) => asBit(share, share >= 0.5));
  return data.predictions.map((value) => asBit(value, value === kind.positiveValue));
}

function trueLabels(data: LabelledData, kind: Answers): Float64Array {
  if (kind.kind === 'binary') return data.labels.map((value) => asBit(value, value === kind.positiveValue));
  if (kind.kind !== 'judged') return data.labels;
  return data.labels.map((value) => {
    const name = data.classes[value] ?? String(value);
    return asBit(value, name !== 'false' && name !== '0');
  });
}

function targetScores(data: LabelledData, answers: Float64Array, kind: Answers): Float64Array {
  if (kind.kind === 'regression' || (kind.kind === 'binary' && kind.isAnswerScore)) return data.predictions;
  if (kind.kind !== 'binary' || kind.scoreOf !== 'answer') return data.scores;
  return data.scores.map((score, row) => (answers[row] === 1 ? score : 1 - score));
}

function errorOf(answer: number, label: number, { kind }: Answers): number {
  if (Number.isNaN(answer) || Number.isNaN(label) || kind === 'unknown') return Number.NaN;
  if (kind === 'regression') return Math.abs(answer - label);
  return answer === label ? 0 : 1;
}

function asBit(value: number, isOne: boolean): number {
  if (Number.isNaN(value)) return value;
  return isOne ? 1 : 0;
}
