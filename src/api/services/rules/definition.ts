import type { Rule, RuleDefinition } from '#contract/rule.ts';

/** What people decided of a rule: all but what the server gave it. */
export function definitionOf({
  id: _,
  pipeline: __,
  version: ___,
  usual: ____,
  ...definition
}: Rule): RuleDefinition {
  return definition;
}
