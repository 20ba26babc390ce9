import type { AuditEntry } from '#api/ports.ts';
import type { RolloutStore } from '#api/rollout-store.ts';
import type { Adjudication } from '#contract/rollout-disagreement.ts';

/** @param record keeps an audit entry, or throws and nothing is changed */
export function createMemoryAdjudications(
  record: (entry: AuditEntry) => void,
): Pick<RolloutStore, 'listAdjudications' | 'putAdjudication'> {
  const kept = new Map<string, Map<string, Adjudication>>();
  return {
    listAdjudications: async (id) =>
      [...(kept.get(id)?.values() ?? [])].sort(
        (a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.requestId < b.requestId ? -1 : 1),
      ),
    async putAdjudication(id, adjudication, entry) {
      const own = kept.get(id) ?? new Map<string, Adjudication>();
      record({ ...entry, before: own.get(adjudication.requestId) ?? null });
      kept.set(id, own.set(adjudication.requestId, adjudication));
    },
  };
}
