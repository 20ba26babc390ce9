import type { RuleVersion } from '#contract/rule.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';

export async function listRuleVersions(
  { control }: Ports,
  { pipeline, rule: id }: { pipeline: string; rule: string },
): Promise<RuleVersion[]> {
  const versions = await control.listRuleVersions(id);
  if (versions[0]?.rule.pipeline !== pipeline) throw notFound(`rule ${id} in ${pipeline}`);
  return versions;
}
