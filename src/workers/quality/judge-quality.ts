import { answersOf } from './answers.ts';
import { createEstimator, isEstimated } from './estimates.ts';
import { judgedRows } from './judged-rows.ts';
import { codedAlike, decodeLabelledData, type LabelledData } from './labelled-data.ts';
import { measure, type MeasureId, measuresOf } from './measures.ts';

/** Rows as containers of columns (see `LabelledRowsHeader`): labelled ones of a reference, and those of a window. */
export type QualityQuestion = {
  reference: Uint8Array<ArrayBuffer>;
  current: Uint8Array<ArrayBuffer>;
  measure: MeasureId;
  /** From the labels of the window, or what its scores let expect. */
  basis: 'measured' | 'estimated';
  leastRows: number;
};

export type QualityAnswer =
  | { status: 'ok'; value: number; n: number }
  | { status: 'unavailable'; reason: string };

/** One measure of the quality of a window, or why there is none. */
export function judgeQuality(question: QualityQuestion): QualityAnswer {
  const parts = [question.reference, question.current].map(decodeLabelledData);
  const [reference, current] = codedAlike(parts) as [LabelledData, LabelledData];
  const answers = answersOf([reference, current]);
  if (answers.kind === 'unknown') return unavailable('labels and predictions cannot be compared');
  const rows = judgedRows(current, answers);
  const hasScores = rows.scores.some(Number.isFinite);
  if (!measuresOf(answers, hasScores).includes(question.measure)) {
    return unavailable(
      `${question.measure} is no measure of ${answers.kind} answers${hasScores ? '' : ' without scores'}`,
    );
  }
  if (question.basis === 'measured') {
    const n = rows.errors.reduce((count, error) => count + (Number.isNaN(error) ? 0 : 1), 0);
    if (n === 0) return unavailable('no row of the window has a label');
    const [measured] = measure(rows, answers, [question.measure]);
    if (measured?.status !== 'ok') return unavailable(`its labels say nothing of ${question.measure}`);
    return atLeast(question.leastRows, { status: 'ok', value: measured.value, n }, 'labelled rows');
  }
  if (!isEstimated(question.measure))
    return unavailable(`${question.measure} cannot be estimated without labels`);
  const estimator = createEstimator(judgedRows(reference, answers), answers, { resamples: 0 });
  if (!estimator) return unavailable('the reference has fewer than 100 labelled rows with a score');
  const estimate = estimator.estimate(rows.scores);
  if (!estimate) return unavailable('no row of the window has a score');
  if (!estimate.isSupported) return unavailable('the scores lie outside those of the reference');
  const answer = { status: 'ok', value: estimate.estimates[question.measure], n: estimate.n } as const;
  return atLeast(question.leastRows, answer, 'rows with a score');
}

function atLeast(
  least: number,
  answer: Extract<QualityAnswer, { status: 'ok' }>,
  what: string,
): QualityAnswer {
  return answer.n < least ? unavailable(`only ${answer.n} ${what}, ${least} are asked for`) : answer;
}

function unavailable(reason: string): QualityAnswer {
  return { status: 'unavailable', reason };
}
