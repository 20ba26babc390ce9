import type { AuditEntry, ControlStore, StoredPipeline, StoredReference } from '#api/ports.ts';
import { withoutMetrics } from '#api/services/references/resolve.ts';

/** What people decided, kept as long as the process or the page lives. */
export function createMemoryControlStore(): ControlStore {
  const pipelines = new Map<string, StoredPipeline>();
  const references: StoredReference[] = [];
  const audit: AuditEntry[] = [];

  return {
    listPipelines: async () =>
      structuredClone([...pipelines.values()].sort((a, b) => (a.name < b.name ? -1 : 1))),
    findPipeline: async (name) => structuredClone(pipelines.get(name)),
    async putPipeline(pipeline, entry) {
      const checked = checkedEntry(entry);
      pipelines.set(pipeline.name, structuredClone(pipeline));
      audit.unshift(checked);
    },

    async listReferences(pipeline, stage) {
      return references
        .filter(
          (reference) =>
            reference.pipeline === pipeline && (stage === undefined || reference.stage === stage),
        )
        .map(withoutMetrics);
    },
    findReference: async (id) => structuredClone(references.find((reference) => reference.id === id)),
    async createReference(reference, entry) {
      const checked = checkedEntry(entry);
      const { pipeline, stage, name } = reference;
      const earlier = references.filter(
        (other) => other.pipeline === pipeline && other.stage === stage && other.name === name,
      );
      const stored = { ...structuredClone(reference), version: earlier.length + 1 };
      references.unshift(stored);
      audit.unshift(checked);
      return structuredClone(stored);
    },

    listAudit: async (limit) => structuredClone(audit.slice(0, limit)),
  };
}

/** @throws {RangeError} when its time is none */
function checkedEntry(entry: AuditEntry): AuditEntry {
  return { ...structuredClone(entry), at: new Date(entry.at).toISOString() };
}
