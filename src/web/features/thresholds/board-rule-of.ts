import type { Rule } from '#contract/rule.ts';

/** The rule that keeps the budget of a board. */
export function boardRuleOf(rules: readonly Rule[]): Rule | undefined {
  return rules.find(({ condition }) => condition.kind === 'alarmBudget');
}
