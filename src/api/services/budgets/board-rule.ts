import type { RuleDefinition } from '#contract/rule.ts';
import { boardRule } from '#control/threshold/board-rule.ts';
import type { Ports } from '../../ports.ts';
import type { NewVersion } from '../rules/write.ts';

/** The rule of the board where the first promise of a pipeline is made; else none. Whoever deletes it has none then. */
export function boardRuleBeside(
  { newId }: Pick<Ports, 'newId'>,
  pipeline: string,
  written: readonly RuleDefinition[],
  others: readonly RuleDefinition[],
): NewVersion[] {
  const isPromised = ({ budget }: RuleDefinition) => budget !== undefined;
  const isKept = ({ condition, name }: RuleDefinition) =>
    condition.kind === 'alarmBudget' || name === boardRule.name;
  if (!written.some(isPromised) || others.some(isPromised)) return [];
  if ([...written, ...others].some(isKept)) return [];
  const made = { before: undefined, change: 'created' as const, reason: 'the first promise of the pipeline' };
  return [{ id: newId(), pipeline, definition: boardRule, ...made }];
}
