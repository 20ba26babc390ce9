import { stringify } from 'yaml';
import type { RuleFile } from '#contract/rule.ts';
import type { Ports } from '../../ports.ts';
import { getPipeline } from '../pipelines/find.ts';
import { definitionOf } from './definition.ts';

/** The rules in force as a file that an import takes back as it is. */
export async function exportRules(ports: Ports, pipeline: string): Promise<string> {
  await getPipeline(ports, pipeline);
  const rules = await ports.control.listRules(pipeline);
  const file: RuleFile = { pipeline, rules: rules.map(definitionOf) };
  return stringify(file, { lineWidth: 110, aliasDuplicateObjects: false });
}
