import type { AuditEntry, ControlStore, Window } from '#api/ports.ts';

export interface MemoryAudit extends Pick<ControlStore, 'listAudit' | 'recordRefusal'> {
  /** Keeps an entry, or throws and nothing is changed. */
  record: (entry: AuditEntry) => void;
}

export function createMemoryAudit(): MemoryAudit {
  const audit: AuditEntry[] = [];
  const record = (entry: AuditEntry) =>
    void audit.unshift({ ...structuredClone(entry), at: new Date(entry.at).toISOString() });
  return {
    record,
    recordRefusal: async (entry) => record(entry),
    listAudit: async (limit, selection) =>
      structuredClone(audit.filter((entry) => !selection || isOf(entry, selection)).slice(0, limit)),
  };
}

function isOf({ action, at }: AuditEntry, selection: Window & { action: string }): boolean {
  const atMs = Date.parse(at);
  return action === selection.action && atMs >= selection.fromMs && atMs < selection.toMs;
}
