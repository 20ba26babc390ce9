import type { AuditEntry, ControlStore, StoredPipeline, StoredReference, Window } from '#api/ports.ts';
import type { MetricSetting } from '#contract/metric-settings.ts';
import type { SavedView } from '#contract/saved-view.ts';
import { withoutMetrics } from '#api/services/references/resolve.ts';
import { createMemoryNotes } from './memory-notes.ts';

/** What people decided, kept as long as the process or the page lives. */
export function createMemoryControlStore(): ControlStore {
  const pipelines = new Map<string, StoredPipeline>();
  const references: StoredReference[] = [];
  const settings = new Map<string, MetricSetting[]>();
  const views: SavedView[] = [];
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

    listMetricSettings: async (pipeline) => structuredClone(settings.get(pipeline) ?? []),
    async putMetricSettings(pipeline, changed, entry) {
      const checked = checkedEntry(entry);
      const kept = (settings.get(pipeline) ?? []).filter(
        (old) => !changed.some(({ stage, metric }) => old.stage === stage && old.metric === metric),
      );
      settings.set(pipeline, [...kept, ...structuredClone(changed)].sort(byStageAndMetric));
      audit.unshift(checked);
    },

    ...createMemoryNotes((entry) => audit.unshift(checkedEntry(entry))),

    listSavedViews: async () => structuredClone(views).sort((a, b) => (a.name < b.name ? -1 : 1)),
    async createSavedView(view, entry) {
      const checked = checkedEntry(entry);
      views.push(structuredClone(view));
      audit.unshift(checked);
    },
    async deleteSavedView(id, entry) {
      const checked = checkedEntry(entry);
      const at = views.findIndex((view) => view.id === id);
      if (at < 0) return undefined;
      audit.unshift(checked);
      return views.splice(at, 1)[0];
    },

    listAudit: async (limit, selection) =>
      structuredClone(audit.filter((entry) => !selection || isOf(entry, selection)).slice(0, limit)),
  };
}

function byStageAndMetric(a: MetricSetting, b: MetricSetting): number {
  if (a.stage !== b.stage) return a.stage < b.stage ? -1 : 1;
  return a.metric < b.metric ? -1 : 1;
}

function isOf({ action, at }: AuditEntry, selection: Window & { action: string }): boolean {
  const atMs = Date.parse(at);
  return action === selection.action && atMs >= selection.fromMs && atMs < selection.toMs;
}

/** @throws {RangeError} when its time is none */
function checkedEntry(entry: AuditEntry): AuditEntry {
  return { ...structuredClone(entry), at: new Date(entry.at).toISOString() };
}
