import type { AuditEntry } from '#api/ports.ts';
import type { AlertStore } from '#api/alert-store.ts';
import type { RuleStore, RuleWrite, RuleWriteResult, ScheduledRule } from '#api/rule-store.ts';
import { endAlerts } from '#api/services/rules/end-alerts.ts';
import type { EvaluatedSlot } from '#contract/evaluation.ts';
import type { Rule, RuleVersion } from '#contract/rule.ts';

type Alerts = Pick<AlertStore, 'listAlerts' | 'writeAlerts'>;

/** @param currentTime by which slots are counted */
export function createMemoryRules(
  record: (entry: AuditEntry) => void,
  alerts: Alerts,
  currentTime: () => number,
): RuleStore {
  const versions = new Map<string, RuleVersion[]>();
  const progress = new Map<string, Omit<ScheduledRule, 'rule'>>();
  const slots = new Map<string, EvaluatedSlot[]>();

  function inForce(id: string): Rule | undefined {
    const newest = versions.get(id)?.[0];
    return newest && newest.change !== 'deleted' ? newest.rule : undefined;
  }
  const progressOf = (id: string) => progress.get(id) ?? { lastSlot: null, error: null };
  const allInForce = (): Rule[] => [...versions.keys()].flatMap((id) => inForce(id) ?? []);

  const active = (): ScheduledRule[] =>
    allInForce()
      .filter(({ state }) => state === 'active')
      .map((rule) => ({ rule, ...progressOf(rule.id) }))
      .sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));

  function obstacleTo({ version: { ruleId, version, rule } }: RuleWrite): RuleWriteResult | undefined {
    const taken = allInForce().find(
      (other) => other.id !== ruleId && other.pipeline === rule.pipeline && other.name === rule.name,
    );
    if (taken) return { outcome: 'nameTaken' };
    const isNext = version === 1 ? !versions.has(ruleId) : inForce(ruleId)?.version === version - 1;
    return isNext ? undefined : { outcome: 'outdated', ruleId };
  }

  return {
    listRules: async (pipeline) =>
      structuredClone(
        allInForce()
          .filter((rule) => rule.pipeline === pipeline)
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      ),
    findRule: async (id) => structuredClone(inForce(id)),
    listRuleVersions: async (id) => structuredClone(versions.get(id) ?? []),
    listPipelineVersions: async (pipeline) =>
      structuredClone(
        allInForce()
          .filter((rule) => rule.pipeline === pipeline)
          .sort((a, b) => (a.id < b.id ? -1 : 1))
          .flatMap(({ id }) => versions.get(id) ?? []),
      ),
    async writeRules(writes) {
      const before = new Map(versions);
      for (const write of writes) {
        const obstacle = obstacleTo(write);
        if (obstacle) {
          versions.clear();
          for (const [id, own] of before) versions.set(id, own);
          return obstacle;
        }
        const { ruleId } = write.version;
        versions.set(ruleId, [structuredClone(write.version), ...(versions.get(ruleId) ?? [])]);
      }
      for (const { audit, version, ends } of writes) {
        record(audit);
        if (!ends) continue;
        progress.delete(version.ruleId);
        const open = await alerts.listAlerts({ ruleId: version.ruleId });
        await alerts.writeAlerts(endAlerts(open, ends));
      }
      return { outcome: 'stored' };
    },

    currentTime: async () => currentTime(),
    listScheduledRules: async (dueMs = Number.POSITIVE_INFINITY) =>
      structuredClone(active().filter((one) => one.lastSlot === null || slotEndMs(one, 2) <= dueMs)),
    async evaluationProgress() {
      const all = active();
      const evaluated = all.filter(({ lastSlot }) => lastSlot !== null);
      const errors = all.flatMap(({ error }) => error ?? []);
      const isNone = evaluated.length === 0;
      return {
        rules: all.length,
        newestMs: isNone ? null : Math.max(...evaluated.map((one) => slotEndMs(one, 1))),
        oldestDueMs: isNone ? null : Math.min(...evaluated.map((one) => slotEndMs(one, 2))),
        failing: errors.length,
        error: errors.sort()[0] ?? null,
      };
    },
    async takeTurn({ ruleId, version, lastSlot, evaluated, error }, decide) {
      const own = await alerts.listAlerts({ ruleId });
      const rule = inForce(ruleId);
      const isCurrent =
        rule?.state === 'active' && rule.version === version && progressOf(ruleId).lastSlot === lastSlot;
      if (!isCurrent || !(await alerts.writeAlerts(decide(own)))) return 'outdated';
      progress.set(ruleId, { lastSlot: evaluated.slot, error });
      slots.set(ruleId, [structuredClone(evaluated), ...(slots.get(ruleId) ?? [])]);
      return 'taken';
    },
    listNewestSlots: async () =>
      structuredClone(
        active().flatMap(({ rule: { id } }) => {
          const evaluated = slots.get(id)?.[0];
          return evaluated && evaluated.slot === progressOf(id).lastSlot ? [{ ruleId: id, evaluated }] : [];
        }),
      ),
    listRuleSlots: async (ruleId, { fromMs, toMs }, most) =>
      structuredClone(
        (slots.get(ruleId) ?? [])
          .filter(({ endsAt }) => Date.parse(endsAt) >= fromMs && Date.parse(endsAt) < toMs)
          .slice(0, most),
      ),
    async forgetRuleSlots(beforeMs) {
      for (const [id, own] of slots)
        slots.set(
          id,
          own.filter(({ endsAt }) => Date.parse(endsAt) >= beforeMs),
        );
    },
  };
}

function slotEndMs({ rule, lastSlot }: ScheduledRule, slots: number): number {
  return ((lastSlot ?? 0) + slots) * rule.everySeconds * 1000;
}
