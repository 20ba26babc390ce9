import { and, desc, eq, ne } from 'drizzle-orm';
import type { RuleStore, RuleWrite, RuleWriteResult } from '#api/rule-store.ts';
import { endAlerts } from '#api/services/rules/end-alerts.ts';
import type { RuleVersion } from '#contract/rule.ts';
import { selectAlerts, writeAlertChanges } from './alerts.ts';
import { appendAudit } from './audit-log.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';
import { isUniqueViolation } from './is-unique-violation.ts';
import { rules, ruleVersions } from './rule-schema.ts';

const inForce = ne(rules.state, 'deleted');

type Rules = Pick<
  RuleStore,
  'listRules' | 'findRule' | 'listRuleVersions' | 'listPipelineVersions' | 'writeRules'
>;

export function createRuleStore(database: ControlDatabase): Rules {
  return {
    async listRules(pipeline) {
      const found = await database
        .select({ rule: rules.rule })
        .from(rules)
        .where(and(eq(rules.pipeline, pipeline), inForce))
        .orderBy(byCode(rules.name));
      return found.map(({ rule }) => rule);
    },
    async findRule(id) {
      const [found] = await database
        .select({ rule: rules.rule })
        .from(rules)
        .where(and(eq(rules.id, id), inForce));
      return found?.rule;
    },
    async listRuleVersions(id) {
      const found = await database
        .select()
        .from(ruleVersions)
        .where(eq(ruleVersions.ruleId, id))
        .orderBy(desc(ruleVersions.version));
      return found.map((row): RuleVersion => ({ ...row, createdAt: row.createdAt.toISOString() }));
    },
    async listPipelineVersions(pipeline) {
      const found = await database
        .select({ version: ruleVersions })
        .from(ruleVersions)
        .innerJoin(rules, eq(rules.id, ruleVersions.ruleId))
        .where(and(eq(rules.pipeline, pipeline), inForce))
        .orderBy(byCode(ruleVersions.ruleId), desc(ruleVersions.version));
      return found.map(({ version }) => ({ ...version, createdAt: version.createdAt.toISOString() }));
    },
    async writeRules(writes) {
      let failed: RuleWriteResult | undefined;
      try {
        await database.transaction(async (tx) => {
          for (const write of writes) {
            failed = await writeRule(tx, write);
            if (failed) throw new NotWritten();
          }
          for (const { audit } of writes) await appendAudit(tx, audit);
        });
      } catch (fault) {
        if (isUniqueViolation(fault)) return { outcome: 'nameTaken' };
        if (!(fault instanceof NotWritten)) throw fault;
      }
      return failed ?? { outcome: 'stored' };
    },
  };
}

/** Takes the transaction back. */
class NotWritten extends Error {}

/** What keeps a version from being stored; the rule's row is locked until the transaction ends. */
async function writeRule(
  tx: ControlDatabase,
  { version: entry, ends }: RuleWrite,
): Promise<RuleWriteResult | undefined> {
  const { ruleId, version, rule, createdAt, change } = entry;
  const [taken] = await tx
    .select({ id: rules.id })
    .from(rules)
    .where(and(eq(rules.pipeline, rule.pipeline), eq(rules.name, rule.name), ne(rules.id, ruleId), inForce));
  if (taken) return { outcome: 'nameTaken' };

  const state: typeof rules.$inferSelect.state = change === 'deleted' ? 'deleted' : rule.state;
  const row = { pipeline: rule.pipeline, name: rule.name, version, state, rule };
  const written =
    version === 1
      ? await tx
          .insert(rules)
          .values({ id: ruleId, ...row })
          .onConflictDoNothing()
          .returning({ id: rules.id })
      : await tx
          .update(rules)
          .set(row)
          .where(and(eq(rules.id, ruleId), eq(rules.version, version - 1), inForce))
          .returning({ id: rules.id });
  if (written.length === 0) return version === 1 ? { outcome: 'nameTaken' } : { outcome: 'outdated', ruleId };
  await tx.insert(ruleVersions).values({ ...entry, createdAt: new Date(createdAt) });
  if (ends) {
    await tx.update(rules).set({ lastSlot: null, error: null }).where(eq(rules.id, ruleId));
    const alerts = await selectAlerts(tx, { ruleId }, { lock: true });
    await writeAlertChanges(tx, endAlerts(alerts, ends));
  }
  return undefined;
}
