import { groupsOf } from '#stats/quality/ranking.ts';
import { areaOf } from '#stats/quality/roc-auc.ts';
import type { LabelledData } from './labelled-data.ts';

/**
 * What the answers of a stage are, and so what "right" means: `judged` where the label itself says whether a free
 * answer was right; `unknown` where labels and answers cannot be compared.
 */
export type Answers =
  | { kind: 'judged' | 'multiclass' | 'regression' | 'unknown' }
  | {
      kind: 'binary';
      /** Name of the class that label 1 stands for, and its value in the data. */
      positive: string;
      positiveValue: number;
      /** What the score is the probability of: of the positive class, of the answer that was given, or nothing. */
      scoreOf: 'positive' | 'answer' | 'nothing';
      /** Whether the answer itself is the score. */
      isAnswerScore: boolean;
    };

const truths = ['true', 'yes', '1'];
/** With a score of the positive class the answers can be told from it nearly always. */
const SEPARATED = 0.95;

/** @param parts all rows at hand, coded alike */
export function answersOf(parts: readonly LabelledData[]): Answers {
  const [first] = parts;
  if (!first) return { kind: 'unknown' };
  const values = (name: 'predictions' | 'labels'): Set<number> =>
    new Set(parts.flatMap((part) => [...part[name]]).filter((value) => !Number.isNaN(value)));
  const predictions = values('predictions');
  const labels = values('labels');
  const nameOf = (value: number): string => first.classes[value] ?? String(value);

  if (first.predictionKind === 'none') {
    const isJudgement = [...labels].every((value) => ['true', 'false', '1', '0'].includes(nameOf(value)));
    return { kind: isJudgement ? 'judged' : 'unknown' };
  }
  const all = new Set([...predictions, ...labels]);
  if (first.predictionKind === 'number' && first.labelKind === 'number') {
    const areBits = [...labels].every(isBit);
    if (!areBits || [...predictions].some((value) => value < 0 || value > 1)) return { kind: 'regression' };
    const isAnswerScore = ![...predictions].every(isBit);
    const scoreOf = isAnswerScore ? 'positive' : scoreMeaning(parts, 1);
    return { kind: 'binary', positive: '1', positiveValue: 1, scoreOf, isAnswerScore };
  }
  if (first.predictionKind !== first.labelKind) return { kind: 'unknown' };
  if (all.size > 2) return { kind: 'multiclass' };
  const positiveValue =
    [...all].find((value) => truths.includes(nameOf(value).toLowerCase())) ?? highestScored(parts, all);
  return {
    kind: 'binary',
    positive: nameOf(positiveValue),
    positiveValue,
    scoreOf: scoreMeaning(parts, positiveValue),
    isAnswerScore: false,
  };
}

/** How often a row answered positive has a higher score than one that is not: near 1 where the score is of that class. */
function scoreMeaning(
  parts: readonly LabelledData[],
  positiveValue: number,
): 'positive' | 'answer' | 'nothing' {
  const scores: number[] = [];
  const answers: number[] = [];
  for (const { scores: own, predictions } of parts) {
    for (let row = 0; row < own.length; row++) {
      if (Number.isNaN(own[row]) || Number.isNaN(predictions[row])) continue;
      scores.push(own[row] as number);
      answers.push(predictions[row] === positiveValue ? 1 : 0);
    }
  }
  if (scores.length === 0) return 'nothing';
  const separation = areaOf(groupsOf(scores, answers));
  // A score of the answer that was given is never below one half where there are two answers.
  return separation > SEPARATED || scores.some((score) => score < 0.45) ? 'positive' : 'answer';
}

function highestScored(parts: readonly LabelledData[], values: ReadonlySet<number>): number {
  const means = [...values].map((value) => {
    let sum = 0;
    let rows = 0;
    for (const { scores, predictions } of parts) {
      for (let row = 0; row < scores.length; row++) {
        if (predictions[row] !== value || Number.isNaN(scores[row])) continue;
        sum += scores[row] as number;
        rows++;
      }
    }
    return { value, mean: rows > 0 ? sum / rows : 0 };
  });
  return means.reduce((best, next) => (next.mean > best.mean ? next : best), { value: 0, mean: -1 }).value;
}

function isBit(value: number): boolean {
  return value === 0 || value === 1;
}
