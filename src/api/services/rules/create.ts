import type { Rule, RuleCreation } from '#contract/rule.ts';
import type { Actor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { boardRuleBeside } from '../budgets/board-rule.ts';
import { requireSound, surroundingsOf } from './check.ts';
import { writeVersions } from './write.ts';

export async function createRule(
  ports: Ports,
  { pipeline, creation, actor }: { pipeline: string; creation: RuleCreation; actor: Actor },
): Promise<Rule> {
  const { rule: definition, reason } = creation;
  const [surroundings, others] = await Promise.all([
    surroundingsOf(ports, pipeline),
    ports.control.listRules(pipeline),
  ]);
  requireSound([definition], surroundings, others);
  const version = {
    id: ports.newId(),
    pipeline,
    definition,
    before: undefined,
    change: 'created' as const,
    reason,
  };
  const beside = boardRuleBeside(ports, pipeline, [definition], others);
  const [rule] = await writeVersions(ports, [version, ...beside], actor);
  return rule as Rule; // as many out as in, in their order
}
