import type { Rule, RuleDefinition, RuleVersion } from '#contract/rule.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { RuleWrite } from '../../rule-store.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { findUsual } from './usual.ts';
import { canonicalJson } from '../audit/canonical-json.ts';

export type NewVersion = {
  id: string;
  pipeline: string;
  definition: RuleDefinition;
  /** The version that it takes the place of. */
  before: Rule | undefined;
  change: RuleVersion['change'];
  reason: string;
};

/** @throws {Refusal} when somebody else was first; then none of them is stored */
export async function writeVersions(
  ports: Ports,
  versions: readonly NewVersion[],
  actor: Actor,
): Promise<Rule[]> {
  const { control } = ports;
  const at = ports.now();
  const writes = await Promise.all(
    versions.map(async (version) => {
      const { pipeline, definition, before, change } = version;
      const isOver = change === 'deleted';
      const usual = isOver ? before?.usual : await findUsual(ports, pipeline, definition, before);
      return toWrite(version, usual, actor, at);
    }),
  );
  const result = await control.writeRules(writes);
  switch (result.outcome) {
    case 'stored':
      return writes.map(({ version }) => version.rule);
    case 'nameTaken':
      throw conflict(
        'the name is taken',
        'another rule of the pipeline has that name: choose another, or change that rule',
      );
    case 'outdated': {
      const [newest] = await control.listRuleVersions(result.ruleId);
      const who = newest
        ? `version ${newest.version}, by ${newest.createdBy}, ${newest.createdAt}: ${newest.reason}`
        : '';
      throw conflict('it was changed meanwhile', `the rule is at ${who}; look at it and decide anew`);
    }
  }
}

function toWrite(
  { id, pipeline, definition, before, change, reason }: NewVersion,
  usual: number | undefined,
  actor: Actor,
  at: Date,
): RuleWrite {
  const version = (before?.version ?? 0) + 1;
  const rule: Rule = { ...definition, id, pipeline, version, ...(usual !== undefined && { usual }) };
  const audit = auditEntry(actor, at, {
    action: `rule.${change}`,
    subject: `${pipeline}/${definition.name}`,
    before,
    after: change === 'deleted' ? null : rule,
    reason,
  });
  const by = endOf(before, definition, change);
  return {
    ...(by && { ends: { by, atMs: at.getTime(), actor: actor.id } }),
    version: { ruleId: id, version, rule, createdAt: at.toISOString(), createdBy: actor.id, reason, change },
    audit,
  };
}

/** Why the open alerts of a rule end with this version; levels and words may change without. */
function endOf(
  before: Rule | undefined,
  definition: RuleDefinition,
  change: RuleVersion['change'],
): NonNullable<RuleWrite['ends']>['by'] | undefined {
  switch (change) {
    case 'deleted':
      return 'ruleDeleted';
    case 'paused':
      return 'rulePaused';
    case 'created':
      return undefined;
    case 'resumed':
    case 'edited':
      return before && looksAtAnother(before, definition) ? 'ruleEdited' : undefined;
  }
}

function looksAtAnother(before: Rule, after: RuleDefinition): boolean {
  const seen = ({ condition, scope, direction, everySeconds, labels }: RuleDefinition) =>
    canonicalJson({ condition, scope, direction, everySeconds, labels });
  return seen(before) !== seen(after);
}
