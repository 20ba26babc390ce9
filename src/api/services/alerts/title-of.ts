import type { AlertSubject } from '#contract/alert.ts';

/** An alert in a few words: its rule, and where it is. */
export function titleOf({
  rule,
  pipeline,
  stage,
}: Pick<AlertSubject, 'rule' | 'pipeline' | 'stage'>): string {
  return `${rule.name}, ${stage === undefined ? pipeline : `${pipeline} / ${stage}`}`;
}
