import type { AutomationSetting } from '#contract/automation.ts';
import { certaintyOf } from '#control/automation/answer-use.ts';
import { answersOf, type Answers } from '../quality/answers.ts';
import { judgedRows } from '../quality/judged-rows.ts';
import { codedAlike, type LabelledData } from '../quality/labelled-data.ts';

/** Certainty of each row and whether its answer was wrong; NaN where it has no confidence, or no label. */
export type ScoredRows = { timesMs: Float64Array; certainties: Float64Array; isWrong: Float64Array };

/** `answers`: right and wrong cannot be told apart; a distance from the truth is neither. */
export type NoScoredRows = { reason: 'answers' };

/** Rows as automation takes them, of the labelled ones and of all. */
export function scoredRows(
  labelled: LabelledData,
  all: LabelledData,
  scoreIs: AutomationSetting['scoreIs'],
): { labelled: ScoredRows; all: ScoredRows } | NoScoredRows {
  const parts = codedAlike([labelled, all]);
  const kind = answersOf(parts);
  if (kind.kind === 'regression' || (kind.kind === 'unknown' && labelled.timesMs.length > 0))
    return { reason: 'answers' };
  const [own, every] = parts.map((part) => rowsOf(part, kind, scoreIs)) as [ScoredRows, ScoredRows];
  return { labelled: own, all: every };
}

function rowsOf(data: LabelledData, kind: Answers, scoreIs: AutomationSetting['scoreIs']): ScoredRows {
  return {
    timesMs: data.timesMs,
    certainties: data.scores.map((score) => certaintyOf(score, scoreIs)),
    isWrong: judgedRows(data, kind).errors,
  };
}
