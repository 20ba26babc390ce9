import type { AutomationSetting } from '#contract/automation.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { bucketOfKey } from '../traffic/bucket-of-key.ts';
import { tauOf } from './raises.ts';

/**
 * What becomes of an answer: it acts, it is a suggestion, or people decide. `unscored`: it has no confidence where one is
 * needed.
 */
export type AnswerUse = 'automatic' | 'suggestion' | 'people' | 'unsure' | 'unscored';

/** Certainty of an answer on a scale that grows with it; NaN without a score. */
export function certaintyOf(score: number, scoreIs: AutomationSetting['scoreIs']): number {
  return scoreIs === 'probability' ? Math.max(score, 1 - score) : score;
}

/** @param score as the model gave it; undefined or NaN where it gave none */
export function answerUse(
  setting: Pick<AutomationSetting, 'degree' | 'thresholds' | 'scoreIs'>,
  version: string,
  score: number | undefined,
): AnswerUse {
  switch (setting.degree) {
    case 'humanOnly':
    case 'shadow':
      return 'people';
    case 'assist':
      return 'suggestion';
    case 'full':
      return 'automatic';
    case 'partial': {
      if (score === undefined || Number.isNaN(score)) return 'unscored';
      return certaintyOf(score, setting.scoreIs) >= tauOf(setting, version) ? 'automatic' : 'unsure';
    }
  }
}

/** Whether people also decide a request, for an unbiased measure: by a salted hash of its id, whatever the answer is. */
export function isAudited(
  { auditShare }: Pick<AutomationSetting, 'auditShare'>,
  salt: string,
  requestId: string,
): boolean {
  return bucketOfKey(salt, requestId) < Math.round(auditShare * ALL_TRAFFIC);
}
