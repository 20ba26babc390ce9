import type { Automation } from '#contract/automation.ts';
import type { Prediction } from '#contract/prediction.ts';
import type { Review } from '#contract/review.ts';
import { answerUse, isAudited, type AnswerUse } from '#control/automation/answer-use.ts';

export type JudgedAnswer = {
  use: AnswerUse;
  isAudited: boolean;
  /** The least certain of its rows; undefined where one has none. */
  score: number | undefined;
};

/** What may be done with an answer, by its parsed body and the rows that were read from it. */
export function judgeAnswer(
  { setting, salt }: Automation,
  {
    version,
    requestId,
    rows,
    body,
  }: { version: string; requestId: string; rows: Prediction[]; body: unknown },
): JudgedAnswer {
  const score = scoreOf(setting.scoreField, rows, body);
  return {
    use: answerUse(setting, version, score),
    isAudited: isAudited(setting, salt, requestId),
    score,
  };
}

/** Why people get a request; undefined when they do not. */
export function reviewReason(
  { setting }: Automation,
  { use, isAudited: isDrawn }: Pick<JudgedAnswer, 'use' | 'isAudited'>,
): Review['reason'] | undefined {
  if (setting.degree === 'humanOnly' || setting.degree === 'shadow') return setting.degree;
  if (isDrawn) return 'audit';
  if (use === 'suggestion') return 'assist';
  const isHandedOver = setting.whenUnsure.kind === 'review' && (use === 'unsure' || use === 'unscored');
  return isHandedOver ? use : undefined;
}

/** A case for each row of a request. */
export function casesOf(
  rows: readonly Prediction[],
  { reason, newId, isAsked }: { reason: Review['reason']; newId: () => string; isAsked: boolean },
): Review[] {
  return rows.map(({ pipeline, stage, version, requestId, time, features, prediction, confidence }) => ({
    id: newId(),
    pipeline,
    stage,
    requestId: requestId ?? '',
    version,
    reason,
    at: time,
    fields: features,
    suggestion: isAsked
      ? { ...(prediction !== undefined && { value: prediction }), score: confidence ?? null }
      : null,
    lease: null,
    decision: null,
  }));
}

function scoreOf(field: string | null, rows: readonly Prediction[], body: unknown): number | undefined {
  if (field !== null) return numberAt(body, field.split('.'));
  const scores = rows.map(({ confidence }) => confidence ?? Number.NaN);
  const least = Math.min(...scores);
  return scores.length === 0 || Number.isNaN(least) ? undefined : least;
}

function numberAt(body: unknown, path: readonly string[]): number | undefined {
  let at: unknown = body;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return typeof at === 'number' ? at : undefined;
}
