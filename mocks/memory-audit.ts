import type { AuditEntry, AuditFilter, ControlStore } from '#api/ports.ts';
import type { Window } from '#api/prediction-log.ts';
import { chainHash, chainStart } from '#api/services/audit/chain-hash.ts';
import type { AuditRecord } from '#contract/audit.ts';

export interface MemoryAudit extends Pick<
  ControlStore,
  'listAudit' | 'findAudit' | 'readAudit' | 'recordAct'
> {
  /** Keeps an entry, or throws and nothing is changed. */
  record: (entry: AuditEntry) => void;
}

/** Entries are chained when somebody asks for their hashes: a change in memory does not wait. */
export function createMemoryAudit(): MemoryAudit {
  const entries: AuditEntry[] = [];
  const records: AuditRecord[] = [];
  const record = (entry: AuditEntry) =>
    void entries.push({ ...structuredClone(entry), at: new Date(entry.at).toISOString() });

  let chaining = Promise.resolve();
  function chained(): Promise<void> {
    chaining = chaining.then(chainNew);
    return chaining;
  }
  async function chainNew(): Promise<void> {
    for (const entry of entries.slice(records.length)) {
      const previousHash = records.at(-1)?.hash ?? chainStart;
      const hash = await chainHash(previousHash, entry);
      records.push({ ...entry, position: records.length + 1, previousHash, hash });
    }
  }

  return {
    record,
    recordAct: async (entry) => record(entry),
    listAudit: async (limit, selection) =>
      structuredClone(
        entries
          .filter((entry) => !selection || isOf(entry, selection))
          .reverse()
          .slice(0, limit),
      ),
    async findAudit(filter, limit) {
      await chained();
      const found = records.filter((each) => isFound(each, filter)).reverse();
      return structuredClone(found.slice(0, limit));
    },
    async readAudit(after, limit) {
      await chained();
      return structuredClone(records.slice(after, after + limit));
    },
  };
}

function isOf({ action, at }: AuditEntry, selection: Window & { action: string }): boolean {
  return action === selection.action && isWithin(at, selection);
}

function isFound(
  record: AuditRecord,
  { before, actor, action, subject, fromMs, toMs }: AuditFilter,
): boolean {
  return (
    (before === undefined || record.position < before) &&
    (actor === undefined || record.actor === actor) &&
    (action === undefined || record.action.startsWith(action)) &&
    (subject === undefined || record.subject.includes(subject)) &&
    isWithin(record.at, { fromMs: fromMs ?? -Infinity, toMs: toMs ?? Infinity })
  );
}

function isWithin(at: string, { fromMs, toMs }: Window): boolean {
  const atMs = Date.parse(at);
  return atMs >= fromMs && atMs < toMs;
}
