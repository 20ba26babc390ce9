import { and, desc, eq, gte, isNull, lt, or, sql } from 'drizzle-orm';
import type { RuleStore, RuleTurn } from '#api/rule-store.ts';
import { ChangedMeanwhile, selectAlerts, writeAlertChanges } from './alerts.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';
import { rules, ruleSlots } from './rule-schema.ts';

type RuleTurns = Omit<
  RuleStore,
  'listRules' | 'findRule' | 'listRuleVersions' | 'listPipelineVersions' | 'writeRules'
>;

/** Any number, the same in all servers of one database. */
const TURN_LOCK = 74_740_003;

const oneRow = sql`(SELECT 1) AS one_row`;
const isActive = eq(rules.state, 'active');
const slotMs = sql`(${rules.rule}->>'everySeconds')::bigint * 1000`;

function isDue(dueMs: number) {
  return or(isNull(rules.lastSlot), sql`(${rules.lastSlot} + 2) * ${slotMs} <= ${dueMs}::bigint`);
}

/** The evaluation of rules, slot by slot, by as many servers as there are. */
export function createRuleTurns(database: ControlDatabase): RuleTurns {
  return {
    async currentTime() {
      const now = sql<string>`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`;
      const [found] = await database.select({ now }).from(oneRow);
      return Number(found?.now);
    },
    listScheduledRules: (dueMs) =>
      database
        .select({ rule: rules.rule, lastSlot: rules.lastSlot, error: rules.error })
        .from(rules)
        .where(and(isActive, dueMs === undefined ? undefined : isDue(dueMs)))
        .orderBy(byCode(rules.id)),
    async evaluationProgress() {
      const [found] = await database
        .select({
          rules: sql<string>`count(*)`,
          newestMs: sql<string | null>`max((${rules.lastSlot} + 1) * ${slotMs})`,
          oldestDueMs: sql<string | null>`min((${rules.lastSlot} + 2) * ${slotMs})`,
          failing: sql<string>`count(${rules.error})`,
          error: sql<string | null>`min(${rules.error})`,
        })
        .from(rules)
        .where(isActive);
      const {
        newestMs = null,
        oldestDueMs = null,
        error = null,
        rules: active = '0',
        failing = '0',
      } = found ?? {};
      return {
        rules: Number(active),
        newestMs: newestMs === null ? null : Number(newestMs),
        oldestDueMs: oldestDueMs === null ? null : Number(oldestDueMs),
        failing: Number(failing),
        error,
      };
    },
    async takeTurn(turn, decide) {
      try {
        return await database.transaction(async (tx) => {
          if (!(await isAlone(tx, turn.ruleId))) return 'busy';
          if (!(await isCurrent(tx, turn))) return 'outdated';
          const changes = decide(await selectAlerts(tx, { ruleId: turn.ruleId }, { lock: true }));
          await writeSlot(tx, turn);
          await writeAlertChanges(tx, changes);
          return 'taken';
        });
      } catch (fault) {
        if (fault instanceof ChangedMeanwhile) return 'outdated';
        throw fault;
      }
    },
    listNewestSlots: () =>
      database
        .select({ ruleId: ruleSlots.ruleId, evaluated: ruleSlots.evaluated })
        .from(rules)
        .innerJoin(ruleSlots, and(eq(ruleSlots.ruleId, rules.id), eq(ruleSlots.slot, rules.lastSlot)))
        .where(isActive)
        .orderBy(byCode(rules.id)),
    async listRuleSlots(ruleId, { fromMs, toMs }, most) {
      const found = await database
        .select({ evaluated: ruleSlots.evaluated })
        .from(ruleSlots)
        .where(
          and(
            eq(ruleSlots.ruleId, ruleId),
            gte(ruleSlots.endsAt, new Date(fromMs)),
            lt(ruleSlots.endsAt, new Date(toMs)),
          ),
        )
        .orderBy(desc(ruleSlots.endsAt))
        .limit(most);
      return found.map(({ evaluated }) => evaluated);
    },
    async forgetRuleSlots(beforeMs) {
      await database.delete(ruleSlots).where(lt(ruleSlots.endsAt, new Date(beforeMs)));
    },
  };
}

/** Whoever comes second leaves at once, in place of waiting for the first to end. */
async function isAlone(tx: ControlDatabase, ruleId: string): Promise<boolean> {
  const locked = sql<boolean>`pg_try_advisory_xact_lock(${TURN_LOCK}, hashtext(${ruleId}))`;
  const [found] = await tx.select({ locked }).from(oneRow);
  return found?.locked === true;
}

async function isCurrent(tx: ControlDatabase, { ruleId, version, lastSlot }: RuleTurn): Promise<boolean> {
  const [found] = await tx
    .select({ version: rules.version, lastSlot: rules.lastSlot, state: rules.state })
    .from(rules)
    .where(eq(rules.id, ruleId))
    .for('update');
  return found?.state === 'active' && found.version === version && found.lastSlot === lastSlot;
}

/** The primary key of the slots is the last word: no slot is ever decided twice. */
async function writeSlot(tx: ControlDatabase, { ruleId, evaluated, error }: RuleTurn): Promise<void> {
  const { slot, endsAt } = evaluated;
  await tx.insert(ruleSlots).values({ ruleId, slot, endsAt: new Date(endsAt), evaluated });
  await tx.update(rules).set({ lastSlot: slot, error }).where(eq(rules.id, ruleId));
}
