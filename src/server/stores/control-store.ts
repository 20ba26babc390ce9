import { and, desc, eq, max, or } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { AuditEntry, ControlStore, StoredReference } from '#api/ports.ts';
import type { MetricSetting } from '#contract/metric-settings.ts';
import { createAutomationStore } from './automations.ts';
import { createReviewStore } from './reviews.ts';
import { createApiKeyStore } from './api-keys.ts';
import { createAlertSourceStore } from './alert-sources.ts';
import { createAlertStore } from './alerts.ts';
import { appendAudit, createAuditLog } from './audit-log.ts';
import { byCode } from './by-code.ts';
import { createChannelStore } from './channels.ts';
import { metricSettings, pipelines, references, savedViews } from './control-schema.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createDeliveryHealth } from './delivery-health.ts';
import { createDigestStore } from './digests.ts';
import { isUniqueViolation } from './is-unique-violation.ts';
import { createLeaseStore } from './leases.ts';
import { createNoteStore } from './notes.ts';
import { createOutbox } from './outbox.ts';
import { createPushStore } from './push-subscriptions.ts';
import { createAdjudicationStore } from './rollout-adjudications.ts';
import { createFreezeStore } from './rollout-freezes.ts';
import { createRolloutStore } from './rollouts.ts';
import { createRuleTurns } from './rule-turns.ts';
import { createRuleStore } from './rules.ts';
import { createPersonStore } from './people.ts';
import { createSessionStore } from './sessions.ts';
import { createSilenceStore } from './silences.ts';

export type ControlDatabase = PgDatabase<PgQueryResultHKT>;

/** All but the metrics, which are large. */
const summaryColumns = {
  id: references.id,
  pipeline: references.pipeline,
  stage: references.stage,
  name: references.name,
  version: references.version,
  from: references.from,
  to: references.to,
  rows: references.rows,
  createdAt: references.createdAt,
  createdBy: references.createdBy,
  source: references.source,
  modelVersion: references.modelVersion,
  automatic: references.automatic,
};

/** Two people may name a version at once: the loser takes the next one. */
const VERSION_TRIES = 5;

/** What people decided, on PostgreSQL or PGlite. A change and its audit entry are one transaction. */
export function createControlStore(database: ControlDatabase): ControlStore {
  return {
    listPipelines: () => database.select().from(pipelines).orderBy(pipelines.name),
    async findPipeline(name) {
      const [found] = await database.select().from(pipelines).where(eq(pipelines.name, name));
      return found;
    },
    putPipeline: (pipeline, entry) =>
      database.transaction(async (tx) => {
        const { name, definition } = pipeline;
        const [earlier] = await tx.select().from(pipelines).where(eq(pipelines.name, name)).for('update');
        await tx
          .insert(pipelines)
          .values(pipeline)
          .onConflictDoUpdate({ target: pipelines.name, set: { definition } });
        await appendAudit(tx, { ...entry, before: earlier?.definition ?? null });
      }),

    async listReferences(pipeline, stage) {
      const ofStage = stage === undefined ? undefined : eq(references.stage, stage);
      const found = await database
        .select(summaryColumns)
        .from(references)
        .where(and(eq(references.pipeline, pipeline), ofStage))
        .orderBy(desc(references.position));
      return found.map(toReference);
    },
    async findReference(id) {
      const [found] = await database.select().from(references).where(eq(references.id, id));
      if (!found) return undefined;
      const { position: _, metrics, ...summary } = found;
      return { ...toReference(summary), metrics };
    },
    async createReference(reference, entry) {
      for (let tries = 1; ; tries++) {
        try {
          return await database.transaction((tx) => insertReference(tx, reference, entry));
        } catch (cause) {
          if (!isUniqueViolation(cause) || tries === VERSION_TRIES) throw cause;
        }
      }
    },

    async listMetricSettings(pipeline) {
      const found = await database
        .select({ setting: metricSettings.setting })
        .from(metricSettings)
        .where(eq(metricSettings.pipeline, pipeline))
        .orderBy(byCode(metricSettings.stage), byCode(metricSettings.metric));
      return found.map(({ setting }) => setting);
    },
    putMetricSettings: (pipeline, settings, entry) =>
      database.transaction(async (tx) => {
        const before = await tx
          .select({ setting: metricSettings.setting })
          .from(metricSettings)
          .where(and(eq(metricSettings.pipeline, pipeline), or(...settings.map(isOfMetric))))
          .orderBy(byCode(metricSettings.stage), byCode(metricSettings.metric))
          .for('update');
        for (const setting of settings) {
          const { stage, metric } = setting;
          await tx
            .insert(metricSettings)
            .values({ pipeline, stage, metric, setting })
            .onConflictDoUpdate({
              target: [metricSettings.pipeline, metricSettings.stage, metricSettings.metric],
              set: { setting },
            });
        }
        await appendAudit(tx, { ...entry, before: before.map(({ setting }) => setting) });
      }),

    ...createNoteStore(database),
    ...createRuleStore(database),
    ...createRuleTurns(database),
    ...createAlertStore(database),
    ...createAlertSourceStore(database),
    ...createOutbox(database),
    ...createSilenceStore(database),
    ...createChannelStore(database),
    ...createDeliveryStore(database),
    ...createDeliveryHealth(database),
    ...createDigestStore(database),
    ...createPushStore(database),
    ...createRolloutStore(database),
    ...createFreezeStore(database),
    ...createAdjudicationStore(database),
    ...createLeaseStore(database),
    ...createAutomationStore(database),
    ...createReviewStore(database),

    async listSavedViews() {
      const found = await database.select().from(savedViews).orderBy(byCode(savedViews.name));
      return found.map(toSavedView);
    },
    createSavedView: (view, entry) =>
      database.transaction(async (tx) => {
        await tx.insert(savedViews).values({ ...view, createdAt: new Date(view.createdAt) });
        await appendAudit(tx, entry);
      }),
    deleteSavedView: (id, entry) =>
      database.transaction(async (tx) => {
        const [gone] = await tx.delete(savedViews).where(eq(savedViews.id, id)).returning();
        if (!gone) return undefined;
        const before = toSavedView(gone);
        await appendAudit(tx, { ...entry, before });
        return before;
      }),

    ...createPersonStore(database),
    ...createSessionStore(database),
    ...createApiKeyStore(database),
    ...createAuditLog(database),
  };
}

async function insertReference(
  tx: ControlDatabase,
  reference: StoredReference,
  entry: AuditEntry,
): Promise<StoredReference> {
  const { pipeline, stage, name, from, to, createdAt, provisional: _, ...rest } = reference;
  const [earlier] = await tx
    .select({ version: max(references.version) })
    .from(references)
    .where(and(eq(references.pipeline, pipeline), eq(references.stage, stage), eq(references.name, name)));
  const version = (earlier?.version ?? 0) + 1;
  await tx.insert(references).values({
    ...rest,
    pipeline,
    stage,
    name,
    version,
    from: new Date(from),
    to: new Date(to),
    createdAt: new Date(createdAt),
  });
  await appendAudit(tx, entry);
  return { ...reference, version };
}

function toReference<T extends { from: Date; to: Date; createdAt: Date; modelVersion: string | null }>({
  from,
  to,
  createdAt,
  modelVersion,
  ...rest
}: T) {
  return {
    ...rest,
    ...(modelVersion !== null && { modelVersion }),
    from: from.toISOString(),
    to: to.toISOString(),
    createdAt: createdAt.toISOString(),
    provisional: false, // only references that may still change are, and those are not stored
  };
}

function toSavedView({ createdAt, ...view }: typeof savedViews.$inferSelect) {
  return { ...view, createdAt: createdAt.toISOString() };
}

function isOfMetric({ stage, metric }: MetricSetting) {
  return and(eq(metricSettings.stage, stage), eq(metricSettings.metric, metric));
}
