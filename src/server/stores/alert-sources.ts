import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { AlertSourceStore, StoredAlertSource } from '#api/alert-source-store.ts';
import { endAlerts } from '#api/services/rules/end-alerts.ts';
import { alertSources, projections } from './alert-source-schema.ts';
import { selectAlerts, writeAlertChanges } from './alerts.ts';
import { appendAudit } from './audit-log.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';

/** Other systems whose alerts are read, and the silences that stand there for people's words here. */
export function createAlertSourceStore(database: ControlDatabase): AlertSourceStore {
  return {
    async listAlertSources() {
      const found = await database
        .select()
        .from(alertSources)
        .orderBy(byCode(alertSources.name), byCode(alertSources.id));
      return found.map(toSource);
    },
    async findAlertSource(id) {
      const [found] = await database.select().from(alertSources).where(eq(alertSources.id, id));
      return found && toSource(found);
    },
    writeAlertSource: (source, entry) =>
      database.transaction(async (tx) => {
        const row = toRow(source);
        const written =
          source.revision === 1
            ? await tx
                .insert(alertSources)
                .values(row)
                .onConflictDoNothing()
                .returning({ id: alertSources.id })
            : await tx
                .update(alertSources)
                .set({ ...row, lastSlot: null })
                .where(and(eq(alertSources.id, source.id), eq(alertSources.revision, source.revision - 1)))
                .returning({ id: alertSources.id });
        if (written.length === 0) return false;
        await appendAudit(tx, entry);
        return true;
      }),
    deleteAlertSource: ({ id, revision, atMs, actor }, entry) =>
      database.transaction(async (tx) => {
        const gone = await tx
          .delete(alertSources)
          .where(and(eq(alertSources.id, id), eq(alertSources.revision, revision)))
          .returning({ id: alertSources.id });
        if (gone.length === 0) return false;
        await tx.delete(projections).where(eq(projections.sourceId, id));
        const alerts = await selectAlerts(tx, { ruleId: id }, { lock: true });
        await writeAlertChanges(tx, endAlerts(alerts, { by: 'ruleDeleted', atMs, actor }));
        await appendAudit(tx, entry);
        return true;
      }),
    async claimSourceSlot(id, slot) {
      const claimed = await database
        .update(alertSources)
        .set({ lastSlot: slot })
        .where(
          and(eq(alertSources.id, id), or(isNull(alertSources.lastSlot), lt(alertSources.lastSlot, slot))),
        )
        .returning({ id: alertSources.id });
      return claimed.length > 0;
    },
    async recordSourceHealth(id, health) {
      await database.update(alertSources).set(health).where(eq(alertSources.id, id));
    },

    listProjections: (sourceId) =>
      database
        .select()
        .from(projections)
        .where(eq(projections.sourceId, sourceId))
        .orderBy(byCode(projections.alertId)),
    async putProjection(projection) {
      await database
        .insert(projections)
        .values(projection)
        .onConflictDoUpdate({ target: [projections.sourceId, projections.alertId], set: projection });
    },
    async deleteProjection({ sourceId, alertId }) {
      await database
        .delete(projections)
        .where(and(eq(projections.sourceId, sourceId), eq(projections.alertId, alertId)));
    },
  };
}

function toSource(row: typeof alertSources.$inferSelect): StoredAlertSource {
  const { mapping, lastSlot: _, seenAt, changedAt, ...source } = row;
  return {
    ...source,
    ...mapping,
    seenAt: seenAt?.toISOString() ?? null,
    changedAt: changedAt.toISOString(),
  };
}

function toRow(source: StoredAlertSource): typeof alertSources.$inferInsert {
  const {
    everySeconds,
    pipeline,
    pipelineLabel,
    stageLabel,
    criticalValues,
    matchers,
    seenAt,
    changedAt,
    ...row
  } = source;
  return {
    ...row,
    mapping: { everySeconds, pipeline, pipelineLabel, stageLabel, criticalValues, matchers },
    seenAt: seenAt === null ? null : new Date(seenAt),
    changedAt: new Date(changedAt),
  };
}
