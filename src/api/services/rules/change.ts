import type { Rule, RuleChange, RuleVersion } from '#contract/rule.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict, unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { boardRuleBeside } from '../budgets/board-rule.ts';
import { requireSound, surroundingsOf } from './check.ts';
import { definitionOf } from './definition.ts';
import { getRule } from './find.ts';
import { writeVersions } from './write.ts';

/** Makes the next version. A rule that a composite names keeps its name. */
export async function changeRule(
  ports: Ports,
  { pipeline, rule: id, change, actor }: { pipeline: string; rule: string; change: RuleChange; actor: Actor },
): Promise<Rule> {
  const before = await getRule(ports, { pipeline, rule: id });
  requireVersion(before, change.fromVersion);
  const { rule: definition, reason } = change;
  const [surroundings, all] = await Promise.all([
    surroundingsOf(ports, pipeline),
    ports.control.listRules(pipeline),
  ]);
  if (definition.name !== before.name) requireUnnamed(before, all, 'renamed');
  const others = all.filter((rule) => rule.id !== id);
  requireSound([definition], surroundings, others);
  const kind = changeKind(before, definition.state);
  const [rule] = await writeVersions(
    ports,
    [
      { id, pipeline, definition, before, change: kind, reason },
      ...boardRuleBeside(ports, pipeline, [definition], all),
    ],
    actor,
  );
  return rule as Rule; // as many out as in, in their order
}

/** Pauses a rule, goes on with it, or takes it out of force. */
export async function switchRule(
  ports: Ports,
  {
    pipeline,
    rule: id,
    to,
    fromVersion,
    reason,
    actor,
  }: {
    pipeline: string;
    rule: string;
    to: 'paused' | 'active' | 'deleted';
    fromVersion: number;
    reason: string;
    actor: Actor;
  },
): Promise<Rule> {
  const before = await getRule(ports, { pipeline, rule: id });
  requireVersion(before, fromVersion);
  if (to === before.state) throw conflict('nothing to do', `the rule ${before.name} is ${to} already`);
  if (to === 'deleted') requireUnnamed(before, await ports.control.listRules(pipeline), 'deleted');
  const definition = { ...definitionOf(before), ...(to !== 'deleted' && { state: to }) };
  const change = to === 'deleted' ? 'deleted' : changeKind(before, to);
  const [rule] = await writeVersions(ports, [{ id, pipeline, definition, before, change, reason }], actor);
  return to === 'deleted' ? before : (rule as Rule); // one version in, one rule out
}

function requireVersion({ name, version }: Rule, fromVersion: number): void {
  if (version === fromVersion) return;
  throw conflict(
    'it was changed meanwhile',
    `the rule ${name} is at version ${version}, and the change was made from ${fromVersion}: look at it and decide anew`,
  );
}

function requireUnnamed({ name }: Rule, all: readonly Rule[], what: 'renamed' | 'deleted'): void {
  const composites = all.filter(
    ({ condition }) => condition.kind === 'composite' && condition.rules.some(({ rule }) => rule === name),
  );
  if (composites.length === 0) return;
  const names = composites.map((composite) => composite.name).join(', ');
  throw unprocessable(
    '/problems/rule',
    `the rule cannot be ${what}`,
    `${name} is part of ${names}: take it out there first`,
  );
}

function changeKind(before: Rule, state: Rule['state']): RuleVersion['change'] {
  if (before.state === state) return 'edited';
  return state === 'paused' ? 'paused' : 'resumed';
}
