import type { Rule } from '#contract/rule.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';

/** @throws {Refusal} unless a rule of that id is in force in the pipeline */
export async function getRule(
  { control }: Ports,
  { pipeline, rule: id }: { pipeline: string; rule: string },
): Promise<Rule> {
  const rule = await control.findRule(id);
  if (rule?.pipeline !== pipeline) throw notFound(`rule ${id} in ${pipeline}`);
  return rule;
}
