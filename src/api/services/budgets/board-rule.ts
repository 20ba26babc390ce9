import { RuleDefinition } from '#contract/rule.ts';
import type { Ports } from '../../ports.ts';
import type { NewVersion } from '../rules/write.ts';

/** Keeps the promises of a board: an alert of its own says when they are broken. */
const boardRule = RuleDefinition.parse({
  name: 'Budget of false alarms',
  description:
    'Fires where people called more alarms noise than the rules of this pipeline may raise. It comes with the first rule that has a budget.',
  scope: {},
  condition: { kind: 'alarmBudget', days: 28 },
  levels: { warning: { threshold: 1, recover: null, forSlots: 0, keepSlots: 0 } },
  everySeconds: 3_600,
  noData: { policy: 'ok', afterSlots: 1 },
  queryOffsetSeconds: 0,
});

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
