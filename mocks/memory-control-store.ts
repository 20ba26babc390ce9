import type { ControlStore, StoredPipeline, StoredReference } from '#api/ports.ts';
import { withoutMetrics } from '#api/services/references/resolve.ts';
import type { MetricSetting } from '#contract/metric-settings.ts';
import type { SavedView } from '#contract/saved-view.ts';
import { createMemoryAlertSources } from './memory-alert-sources.ts';
import { createMemoryAlerts } from './memory-alerts.ts';
import { createMemoryAudit } from './memory-audit.ts';
import { createMemoryAutomations } from './memory-automations.ts';
import { createMemoryReviews } from './memory-reviews.ts';
import { createMemoryChannels } from './memory-channels.ts';
import { createMemoryNotes } from './memory-notes.ts';
import { createMemoryRollouts } from './memory-rollouts.ts';
import { createMemoryRules } from './memory-rules.ts';
import { createMemoryPeople } from './memory-people.ts';

/** What people decided, kept as long as the process or the page lives. */
export function createMemoryControlStore({
  currentTime = Date.now,
}: { currentTime?: () => number } = {}): ControlStore {
  const pipelines = new Map<string, StoredPipeline>();
  const references: StoredReference[] = [];
  const settings = new Map<string, MetricSetting[]>();
  const views: SavedView[] = [];
  const { record, ...audit } = createMemoryAudit();
  const alerts = createMemoryAlerts(record, currentTime);

  return {
    listPipelines: async () =>
      structuredClone([...pipelines.values()].sort((a, b) => (a.name < b.name ? -1 : 1))),
    findPipeline: async (name) => structuredClone(pipelines.get(name)),
    async putPipeline(pipeline, entry) {
      record({ ...entry, before: pipelines.get(pipeline.name)?.definition ?? null });
      pipelines.set(pipeline.name, structuredClone(pipeline));
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
      record(entry);
      const { pipeline, stage, name } = reference;
      const earlier = references.filter(
        (other) => other.pipeline === pipeline && other.stage === stage && other.name === name,
      );
      const stored = { ...structuredClone(reference), version: earlier.length + 1 };
      references.unshift(stored);
      return structuredClone(stored);
    },

    listMetricSettings: async (pipeline) => structuredClone(settings.get(pipeline) ?? []),
    async putMetricSettings(pipeline, changed, entry) {
      const isChanged = (old: MetricSetting) =>
        changed.some(({ stage, metric }) => old.stage === stage && old.metric === metric);
      const all = settings.get(pipeline) ?? [];
      record({ ...entry, before: all.filter(isChanged) });
      const kept = all.filter((old) => !isChanged(old));
      settings.set(pipeline, [...kept, ...structuredClone(changed)].sort(byStageAndMetric));
    },

    ...createMemoryNotes(record),
    ...createMemoryRules(record, alerts, currentTime),
    ...alerts,
    ...createMemoryRollouts(record, alerts, currentTime),
    ...createMemoryAutomations(record),
    ...createMemoryReviews(record),
    ...createMemoryChannels(record),
    ...createMemoryAlertSources(record, alerts),

    listSavedViews: async () => structuredClone(views).sort((a, b) => (a.name < b.name ? -1 : 1)),
    async createSavedView(view, entry) {
      record(entry);
      views.push(structuredClone(view));
    },
    async deleteSavedView(id, entry) {
      const at = views.findIndex((view) => view.id === id);
      const gone = views[at];
      if (!gone) return undefined;
      record({ ...entry, before: gone });
      views.splice(at, 1);
      return gone;
    },

    ...createMemoryPeople(record),

    ...audit,
  };
}

function byStageAndMetric(a: MetricSetting, b: MetricSetting): number {
  if (a.stage !== b.stage) return a.stage < b.stage ? -1 : 1;
  return a.metric < b.metric ? -1 : 1;
}
