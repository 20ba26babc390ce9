import { and, desc, eq, gt, gte, inArray, isNull, lt, lte, or } from 'drizzle-orm';
import type { AlertChange, AlertSelection, AlertStore, Outbox, StoredAlert } from '#api/alert-store.ts';
import { inboxEntry } from '#api/services/alerts/inbox-entry.ts';
import { messageKey } from '#api/services/alerts/message-key.ts';
import type { Transition } from '#control/alert/step.ts';
import { alertEpisodes, alerts, alertTransitions, outbox } from './alert-schema.ts';
import { appendAudit } from './audit-log.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';
import { selectInbox } from './inbox.ts';
import { toStoredAlert } from './stored-alert.ts';

type Alerts = Omit<
  AlertStore,
  keyof Outbox | 'listSilences' | 'createSilence' | 'approveSilence' | 'expireSilence'
>;

export function createAlertStore(database: ControlDatabase): Alerts {
  return {
    async findAlert(id) {
      const [found] = await database.select().from(alerts).where(eq(alerts.id, id));
      return found && toStoredAlert(found);
    },
    listAlerts: (selection) => selectAlerts(database, selection),
    listInbox: (selection) => selectInbox(database, selection),
    async postponeAlerts(ids, dueMs) {
      await database
        .update(alerts)
        .set({ dueAt: new Date(dueMs) })
        .where(inArray(alerts.id, [...ids]));
    },
    async writeAlerts(changes, audit) {
      try {
        await database.transaction(async (tx) => {
          await writeAlertChanges(tx, changes);
          if (audit) await appendAudit(tx, audit);
        });
        return true;
      } catch (fault) {
        if (fault instanceof ChangedMeanwhile) return false;
        throw fault;
      }
    },
    async listTransitions(alertId, most) {
      const found = await database
        .select({ transition: alertTransitions.transition })
        .from(alertTransitions)
        .where(eq(alertTransitions.alertId, alertId))
        .orderBy(desc(alertTransitions.position))
        .limit(most);
      return found.map(({ transition }) => transition);
    },
    async listEpisodes({ fromMs, toMs, pipeline, alertId }, most) {
      const touches = and(
        lt(alertEpisodes.from, new Date(toMs)),
        or(isNull(alertEpisodes.to), gte(alertEpisodes.to, new Date(fromMs))),
      );
      const found = await database
        .select({ episode: alertEpisodes, subject: alerts.subject })
        .from(alertEpisodes)
        .innerJoin(alerts, eq(alerts.id, alertEpisodes.alertId))
        .where(
          and(
            touches,
            pipeline === undefined ? undefined : eq(alertEpisodes.pipeline, pipeline),
            alertId === undefined ? undefined : eq(alertEpisodes.alertId, alertId),
          ),
        )
        .orderBy(desc(alertEpisodes.from), byCode(alertEpisodes.alertId), desc(alertEpisodes.episode))
        .limit(most);
      return found.map(({ episode: { alertId: id, from, to, pipeline: _, ...episode }, subject }) => ({
        ...episode,
        alert: { ...subject, id },
        fromMs: from.getTime(),
        toMs: to?.getTime() ?? null,
      }));
    },
  };
}

/** A row was written by somebody else since it was read; takes the transaction back. */
export class ChangedMeanwhile extends Error {}

/** Alerts as they are; inside a transaction `lock` keeps others from writing them until its end. */
export async function selectAlerts(
  database: ControlDatabase,
  { pipeline, ruleId, openSinceMs, dueMs }: AlertSelection,
  { lock = false }: { lock?: boolean } = {},
): Promise<StoredAlert[]> {
  const query = database
    .select()
    .from(alerts)
    .where(
      and(
        pipeline === undefined ? undefined : eq(alerts.pipeline, pipeline),
        ruleId === undefined ? undefined : eq(alerts.ruleId, ruleId),
        dueMs === undefined ? undefined : lte(alerts.dueAt, new Date(dueMs)),
        openSinceMs === undefined
          ? undefined
          : or(
              inArray(alerts.condition, ['firing', 'recovering']),
              gt(alerts.endedAt, new Date(openSinceMs)),
            ),
      ),
    )
    .orderBy(byCode(alerts.id));
  const found = lock ? await query.for('update') : await query;
  return found.map(toStoredAlert);
}

/**
 * Writes alerts with their history and messages, in the transaction of whatever else is decided with them.
 *
 * @throws {ChangedMeanwhile} when a row does not have the revision that its change was decided on
 */
export async function writeAlertChanges(tx: ControlDatabase, changes: readonly AlertChange[]): Promise<void> {
  for (const { alert, transitions, messages, isLate = false } of changes) {
    const written = { ...alert, revision: alert.revision + 1 };
    await writeAlert(tx, written);
    if (transitions.length > 0)
      await tx
        .insert(alertTransitions)
        .values(transitions.map((transition) => ({ alertId: alert.id, transition })));
    for (const transition of transitions) await writeEpisode(tx, alert, transition);
    if (messages.length > 0)
      await tx.insert(outbox).values(
        messages.map((message) => ({
          key: messageKey(alert.id, message),
          message,
          alert: written,
          isLate,
        })),
      );
  }
}

async function writeAlert(
  tx: ControlDatabase,
  { id, revision, state, ...subject }: StoredAlert,
): Promise<void> {
  const { endedMs, firedMs, dueMs, ...entry } = inboxEntry({ id, revision, state, ...subject });
  const row = {
    ...entry,
    revision,
    ruleId: subject.rule.id,
    pipeline: subject.pipeline,
    condition: state.condition,
    endedAt: toDate(endedMs),
    firedAt: toDate(firedMs),
    dueAt: toDate(dueMs),
    subject,
    state,
  };
  const written =
    revision === 1
      ? await tx
          .insert(alerts)
          .values({ id, ...row })
          .onConflictDoNothing()
          .returning({ id: alerts.id })
      : await tx
          .update(alerts)
          .set(row)
          .where(and(eq(alerts.id, id), eq(alerts.revision, revision - 1)))
          .returning({ id: alerts.id });
  if (written.length === 0)
    throw new ChangedMeanwhile(`alert ${id} is no longer at revision ${revision - 1}`);
}

async function writeEpisode(
  tx: ControlDatabase,
  { id, pipeline }: StoredAlert,
  { move, episode, atMs, severity, endedBy, verdict }: Transition,
): Promise<void> {
  const at = new Date(atMs);
  if (move === 'fire' && severity) {
    await tx.insert(alertEpisodes).values({ alertId: id, episode, pipeline, from: at, severity });
    return;
  }
  const patch = {
    ...(move === 'upgrade' && { severity: 'critical' as const }),
    ...(endedBy && move !== 'calm' && { to: at, endedBy }),
    ...(verdict && { verdict }),
  };
  if (Object.keys(patch).length === 0) return;
  await tx
    .update(alertEpisodes)
    .set(patch)
    .where(and(eq(alertEpisodes.alertId, id), eq(alertEpisodes.episode, episode)));
}

export function toDate(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
