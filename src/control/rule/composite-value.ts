import type { Severity } from '#contract/alert-words.ts';
import type { RuleCondition } from '#contract/rule-condition.ts';
import { noData, type RuleValue, seen } from './rule-value.ts';

type Composite = Extract<RuleCondition, { kind: 'composite' }>;

/** What is stored of a rule that a composite names. */
export type ChildState = {
  /** The highest severity among its open alerts. */
  severity: Severity | null;
  /** It was not evaluated for three of its slots. */
  isStale: boolean;
};

/** How many of the rules fire with at least the severity asked for. `n` is the number of rules that count. O(rules). */
export function compositeValue(
  { rules, stale }: Composite,
  stateOf: (rule: string) => ChildState | undefined,
): RuleValue {
  let firing = 0;
  for (const { rule, severity } of rules) {
    const state = stateOf(rule);
    if (!state) return noData(`there is no rule ${rule}`);
    if (state.isStale && stale === 'noData') return noData(`the rule ${rule} has not been evaluated lately`);
    if (state.isStale && stale === 'quiet') continue;
    if (state.severity === 'critical' || state.severity === severity) firing += 1;
  }
  return seen(firing, rules.length);
}
