import type { RuleDefinition } from '#contract/rule.ts';
import { checkRule, type RuleSurroundings } from '#control/rule/check-rule.ts';
import { unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { stageMetrics } from '../pipelines/catalogue.ts';
import { getPipeline } from '../pipelines/find.ts';

/** What rules of the pipeline can name. */
export async function surroundingsOf(
  ports: Ports,
  pipeline: string,
): Promise<Omit<RuleSurroundings, 'rules'>> {
  const [{ stages }, extents] = await Promise.all([
    getPipeline(ports, pipeline),
    ports.log.listMetrics(pipeline),
  ]);
  return {
    pipeline,
    stages: stages.map(({ name }) => ({ name, metrics: stageMetrics(extents, name) })),
  };
}

/** @throws {Refusal} that names everything that is wrong with the rules */
export function requireSound(
  rules: readonly RuleDefinition[],
  surroundings: Omit<RuleSurroundings, 'rules'>,
  all: readonly RuleDefinition[],
): void {
  const problems = rules.flatMap((rule) => {
    const others = all.filter(({ name }) => name !== rule.name);
    return checkRule(rule, { ...surroundings, rules: others }).map((problem) => `${rule.name}: ${problem}`);
  });
  if (problems.length === 0) return;
  throw unprocessable('/problems/rule', 'the rule cannot work as it is written', problems.join('; '));
}
