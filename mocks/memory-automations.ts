import type { AutomationStore, StageOf } from '#api/automation-store.ts';
import type { AuditEntry } from '#api/ports.ts';
import type { Automation, AutomationChange } from '#contract/automation.ts';

type Automations = Pick<
  AutomationStore,
  'findAutomation' | 'listAutomations' | 'writeAutomation' | 'listAutomationChanges'
>;

/** @param record keeps an audit entry, or throws and nothing is changed */
export function createMemoryAutomations(record: (entry: AuditEntry) => void): Automations {
  const automations = new Map<string, Automation>();
  const changes = new Map<string, AutomationChange[]>();
  const keyOf = ({ pipeline, stage }: StageOf) => JSON.stringify([pipeline, stage]);

  return {
    findAutomation: async (of) => structuredClone(automations.get(keyOf(of))),
    listAutomations: async () =>
      structuredClone(
        [...automations].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, automation]) => automation),
      ),
    async writeAutomation(automation, change, entry) {
      const key = keyOf(automation);
      if ((automations.get(key)?.generation ?? 0) !== automation.generation - 1) return false;
      record(entry);
      automations.set(key, structuredClone(automation));
      changes.set(key, [structuredClone(change), ...(changes.get(key) ?? [])]);
      return true;
    },
    listAutomationChanges: async (of, most) => structuredClone((changes.get(keyOf(of)) ?? []).slice(0, most)),
  };
}
