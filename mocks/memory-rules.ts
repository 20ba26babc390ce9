import type { AuditEntry } from '#api/ports.ts';
import type { RuleStore, RuleWrite, RuleWriteResult } from '#api/rule-store.ts';
import type { Rule, RuleVersion } from '#contract/rule.ts';

export function createMemoryRules(record: (entry: AuditEntry) => void): RuleStore {
  const versions = new Map<string, RuleVersion[]>();

  function inForce(id: string): Rule | undefined {
    const newest = versions.get(id)?.[0];
    return newest && newest.change !== 'deleted' ? newest.rule : undefined;
  }
  const allInForce = (): Rule[] => [...versions.keys()].flatMap((id) => inForce(id) ?? []);

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
      for (const { audit } of writes) record(audit);
      return { outcome: 'stored' };
    },
  };
}
