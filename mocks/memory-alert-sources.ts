import type { AlertSourceStore, Projection, StoredAlertSource } from '#api/alert-source-store.ts';
import type { AlertStore } from '#api/alert-store.ts';
import type { AuditEntry } from '#api/ports.ts';
import { endAlerts } from '#api/services/rules/end-alerts.ts';

/** @param record keeps an audit entry, or throws and nothing is changed */
export function createMemoryAlertSources(
  record: (entry: AuditEntry) => void,
  alerts: Pick<AlertStore, 'listAlerts' | 'writeAlerts'>,
): AlertSourceStore {
  const sources = new Map<string, StoredAlertSource>();
  const slots = new Map<string, number>();
  const projections = new Map<string, Projection>();
  const keyOf = ({ sourceId, alertId }: Pick<Projection, 'sourceId' | 'alertId'>) => `${sourceId} ${alertId}`;

  return {
    listAlertSources: async () =>
      structuredClone([...sources.values()]).sort((a, b) =>
        `${a.name}\0${a.id}` < `${b.name}\0${b.id}` ? -1 : 1,
      ),
    findAlertSource: async (id) => structuredClone(sources.get(id)),
    async writeAlertSource(source, entry) {
      if ((sources.get(source.id)?.revision ?? 0) !== source.revision - 1) return false;
      record(entry);
      slots.delete(source.id);
      sources.set(source.id, structuredClone(source));
      return true;
    },
    async deleteAlertSource({ id, revision, atMs, actor }, entry) {
      if (sources.get(id)?.revision !== revision) return false;
      record(entry);
      sources.delete(id);
      for (const [key, { sourceId }] of projections) if (sourceId === id) projections.delete(key);
      const own = await alerts.listAlerts({ ruleId: id });
      await alerts.writeAlerts(endAlerts(own, { by: 'ruleDeleted', atMs, actor }));
      return true;
    },
    async claimSourceSlot(id, slot) {
      if (!sources.has(id) || (slots.get(id) ?? Number.NEGATIVE_INFINITY) >= slot) return false;
      slots.set(id, slot);
      return true;
    },
    async recordSourceHealth(id, { seenAt, ...health }) {
      const source = sources.get(id);
      if (source) sources.set(id, { ...source, ...health, ...(seenAt && { seenAt: seenAt.toISOString() }) });
    },

    listProjections: async (sourceId) =>
      structuredClone(
        [...projections.values()]
          .filter((one) => one.sourceId === sourceId)
          .sort((a, b) => (a.alertId < b.alertId ? -1 : 1)),
      ),
    async putProjection(projection) {
      projections.set(keyOf(projection), structuredClone(projection));
    },
    async deleteProjection(which) {
      projections.delete(keyOf(which));
    },
  };
}
