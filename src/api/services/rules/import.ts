import type { Rule, RuleDefinition, RuleImportResult } from '#contract/rule.ts';
import type { Actor } from '../../access/actor.ts';
import { badRequest } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { canonicalJson } from '../audit/canonical-json.ts';
import { boardRuleBeside } from '../budgets/board-rule.ts';
import { requireSound, surroundingsOf } from './check.ts';
import { definitionOf } from './definition.ts';
import { parseRuleFile } from './parse-file.ts';
import { type NewVersion, writeVersions } from './write.ts';

/** Makes the rules of a file (YAML, of which JSON is a part) and new versions of those that it changes: all of them or none. */
export async function importRules(
  ports: Ports,
  { pipeline, text, reason, actor }: { pipeline: string; text: string; reason: string; actor: Actor },
): Promise<RuleImportResult> {
  const file = parseRuleFile(text);
  if (file.pipeline !== pipeline) {
    throw badRequest(`the file is of the pipeline ${file.pipeline}, not of ${pipeline}`);
  }
  const [surroundings, existing] = await Promise.all([
    surroundingsOf(ports, pipeline),
    ports.control.listRules(pipeline),
  ]);
  const named = new Set(file.rules.map(({ name }) => name));
  const others = existing.filter(({ name }) => !named.has(name));
  requireSound(file.rules, surroundings, [...others, ...file.rules]);

  const before = new Map(existing.map((rule) => [rule.name, rule]));
  const isSame = (rule: RuleDefinition) => isEqual(rule, before.get(rule.name));
  const changes = file.rules.filter((rule) => !isSame(rule));
  const versions = changes.map((definition): NewVersion => {
    const old = before.get(definition.name);
    return {
      id: old?.id ?? ports.newId(),
      pipeline,
      definition,
      before: old,
      change: old ? 'edited' : 'created',
      reason,
    };
  });
  const beside = boardRuleBeside(ports, pipeline, file.rules, [...others, ...file.rules.filter(isSame)]);
  await writeVersions(ports, [...versions, ...beside], actor);
  const names = (rules: readonly RuleDefinition[]) => rules.map(({ name }) => name);
  return {
    created: names(changes.filter(({ name }) => !before.has(name))),
    changed: names(changes.filter(({ name }) => before.has(name))),
    unchanged: names(file.rules.filter(isSame)),
  };
}

function isEqual(definition: RuleDefinition, rule: Rule | undefined): boolean {
  return rule !== undefined && canonicalJson(definition) === canonicalJson(definitionOf(rule));
}
