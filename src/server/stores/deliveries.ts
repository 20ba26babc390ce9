import {
  and,
  asc,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNull,
  lt,
  lte,
  ne,
  not,
  notExists,
  notInArray,
  or,
  sql,
} from 'drizzle-orm';
import { alias, type PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type {
  ClaimedDelivery,
  DeliveryOutcome,
  NotificationStore,
  StoredDelivery,
  ToldMessage,
} from '#api/notification-store.ts';
import type { AuditEntry } from '#api/ports.ts';
import { alerts, outbox } from './alert-schema.ts';
import { toStoredAlert } from './stored-alert.ts';
import { appendAudit } from './audit-log.ts';
import type { ControlDatabase } from './control-store.ts';
import { waitingDigest } from './digests.ts';
import { inFuture } from './in-future.ts';
import { deliveries } from './notification-schema.ts';

type Deliveries = Pick<
  NotificationStore,
  | 'planDeliveries'
  | 'listTold'
  | 'listToldAlerts'
  | 'skipOtherChannels'
  | 'claimDeliveries'
  | 'settleDelivery'
  | 'findDelivery'
  | 'listDeliveries'
  | 'reviveDelivery'
  | 'discardDelivery'
  | 'forgetDeliveries'
>;

const isWaiting = eq(deliveries.state, 'waiting');
const isDue = lte(deliveries.dueAt, sql`now()`);
/** Its channel has it, or is about to: not one that waits for its level of escalation, or was not needed. */
const isTold = or(
  inArray(deliveries.state, ['sent', 'digested', 'dead']),
  and(isWaiting, or(isDue, gt(deliveries.attempts, 0), deliveries.isForDigest)),
);

/** What is on its way, by message and channel, so that one channel that fails repeats none of the others. */
export function createDeliveryStore(database: ControlDatabase): Deliveries {
  return {
    planDeliveries: (key, planned) =>
      database.transaction(async (tx) => {
        const [message] = await tx
          .update(outbox)
          .set({ state: 'planned' })
          .where(and(eq(outbox.key, key), eq(outbox.state, 'queued')))
          .returning();
        if (!message || planned.length === 0) return;
        const { kind, severity, episode } = message.message;
        await tx.insert(deliveries).values(
          planned.map(({ delayMs, ...one }) => ({
            ...one,
            key,
            alertId: message.alert.id,
            episode,
            kind,
            severity,
            dueAt: inFuture(delayMs),
            firstDueAt: inFuture(delayMs),
          })),
        );
      }),
    listTold: (alertId, episode) =>
      database
        .selectDistinctOn([deliveries.channelId], {
          channelId: deliveries.channelId,
          route: deliveries.route,
          level: deliveries.level,
        })
        .from(deliveries)
        .where(
          and(
            eq(deliveries.alertId, alertId),
            eq(deliveries.episode, episode),
            ne(deliveries.kind, 'acknowledgementReminder'),
            isTold,
          ),
        )
        .orderBy(deliveries.channelId, asc(deliveries.id)),
    async listToldAlerts(channelId, endedSinceMs) {
      const ofEpisode = database
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(
          and(
            eq(deliveries.alertId, alerts.id),
            eq(deliveries.channelId, channelId),
            sql`${deliveries.episode} = (${alerts.state}->>'episode')::int`,
            isTold,
          ),
        );
      const isRecent = or(
        inArray(alerts.condition, ['firing', 'recovering']),
        gt(alerts.endedAt, new Date(endedSinceMs)),
      );
      const found = await database
        .select()
        .from(alerts)
        .where(and(isRecent, exists(ofEpisode)))
        .orderBy(alerts.id);
      return found.map(toStoredAlert);
    },
    async skipOtherChannels(channelIds, note) {
      await database
        .update(deliveries)
        .set({ state: 'skipped', note, settledAt: sql`now()` })
        .where(
          and(
            isWaiting,
            channelIds.length === 0 ? undefined : notInArray(deliveries.channelId, [...channelIds]),
          ),
        );
    },
    claimDeliveries: (channelId, most, leaseMs) =>
      database.transaction(async (tx) => {
        const due = await tx
          .select({ id: deliveries.id })
          .from(deliveries)
          .where(
            and(
              eq(deliveries.channelId, channelId),
              isWaiting,
              isDue,
              notExists(earlierOne(tx)),
              or(not(deliveries.isForDigest), notExists(waitingDigest(tx))),
            ),
          )
          .orderBy(asc(deliveries.id))
          .limit(most)
          .for('update', { skipLocked: true });
        if (due.length === 0) return [];
        const ids = due.map(({ id }) => id);
        const claimed = await tx
          .update(deliveries)
          .set({ dueAt: inFuture(leaseMs), attempts: sql`${deliveries.attempts} + 1` })
          .where(inArray(deliveries.id, ids))
          .returning();
        const nowMs = await currentMs(tx);
        const claims: ClaimedDelivery[] = [];
        for (const row of claimed.sort((a, b) => a.id - b.id)) {
          const { id, key, kind, severity, channelId, level, attempts, firstDueAt } = row;
          const ageMs = nowMs - firstDueAt.getTime();
          const messages = await messagesOf(tx, row);
          claims.push({ id, key, kind, severity, channelId, level, attempts, ageMs, messages });
        }
        return claims;
      }),
    settleDelivery: ({ id, attempts }, outcome) =>
      database.transaction(async (tx) => {
        const [settled] = await tx
          .update(deliveries)
          .set(toRow(outcome))
          .where(and(eq(deliveries.id, id), eq(deliveries.attempts, attempts), isWaiting))
          .returning();
        if (settled?.kind === 'digest' && outcome.state !== 'waiting')
          await tx
            .update(deliveries)
            .set({ settledAt: sql`now()` })
            .where(eq(deliveries.digestKey, settled.key));
        return settled !== undefined;
      }),

    async findDelivery(id) {
      const [found] = await withSubject(database).where(eq(deliveries.id, id));
      return found && toDelivery(found);
    },
    async listDeliveries({ alertId, state }, most) {
      const found = await withSubject(database)
        .where(
          and(
            alertId === undefined ? undefined : eq(deliveries.alertId, alertId),
            state === undefined ? undefined : eq(deliveries.state, state),
          ),
        )
        .orderBy(desc(deliveries.id))
        .limit(most);
      return found.map(toDelivery);
    },
    reviveDelivery: (id, audit) =>
      changeDead(database, id, audit, {
        state: 'waiting',
        dueAt: sql`now()`,
        firstDueAt: sql`now()`,
        settledAt: null,
      }),
    discardDelivery: (id, audit) =>
      changeDead(database, id, audit, { state: 'discarded', settledAt: sql`now()` }),
    forgetDeliveries: (beforeMs) =>
      database.transaction(async (tx) => {
        const before = new Date(beforeMs);
        await tx
          .delete(deliveries)
          .where(and(lt(deliveries.queuedAt, before), notInArray(deliveries.state, ['waiting', 'dead'])));
        const kept = tx.select({ id: deliveries.id }).from(deliveries).where(eq(deliveries.key, outbox.key));
        await tx
          .delete(outbox)
          .where(and(eq(outbox.state, 'planned'), lt(outbox.queuedAt, before), notExists(kept)));
      }),
  };
}

/** An earlier message of the alert by the same channel, alone or in a digest, that has not gone out. */
function earlierOne(tx: ControlDatabase) {
  const earlier = alias(deliveries, 'earlier');
  const isHeldUp = and(
    eq(earlier.state, 'waiting'),
    or(gt(earlier.attempts, 0), lte(earlier.dueAt, sql`now()`)),
  );
  const isInDigest = and(eq(earlier.state, 'digested'), isNull(earlier.settledAt));
  return tx
    .select({ id: earlier.id })
    .from(earlier)
    .where(
      and(
        eq(earlier.alertId, deliveries.alertId),
        eq(earlier.channelId, deliveries.channelId),
        lt(earlier.id, deliveries.id),
        or(isHeldUp, isInDigest),
      ),
    );
}

async function currentMs(tx: ControlDatabase): Promise<number> {
  const [row] = await tx
    .select({ ms: sql<number>`(extract(epoch FROM now()) * 1000)::float8` })
    .from(sql`(SELECT 1) AS clock`);
  return row?.ms ?? Number.NaN;
}

async function messagesOf(
  tx: ControlDatabase,
  { kind, key }: typeof deliveries.$inferSelect,
): Promise<ToldMessage[]> {
  const columns = { key: outbox.key, message: outbox.message, alert: outbox.alert };
  if (kind !== 'digest') return tx.select(columns).from(outbox).where(eq(outbox.key, key));
  return tx
    .select(columns)
    .from(outbox)
    .innerJoin(deliveries, eq(deliveries.key, outbox.key))
    .where(eq(deliveries.digestKey, key))
    .orderBy(asc(outbox.position));
}

function toRow(outcome: DeliveryOutcome) {
  const { state, note } = outcome;
  switch (outcome.state) {
    case 'waiting':
      return { note, latencyMs: outcome.latencyMs, dueAt: inFuture(outcome.retryMs) };
    case 'sent':
    case 'dead':
      return { state, note, latencyMs: outcome.latencyMs, settledAt: sql`now()` };
    case 'skipped':
      return { state, note, settledAt: sql`now()` };
  }
}

function withSubject(database: ControlDatabase) {
  return database
    .select({ delivery: deliveries, alert: outbox.alert })
    .from(deliveries)
    .leftJoin(outbox, eq(outbox.key, deliveries.key))
    .$dynamic();
}

function changeDead(
  database: ControlDatabase,
  id: number,
  audit: AuditEntry,
  patch: PgUpdateSetSource<typeof deliveries>,
): Promise<StoredDelivery | undefined> {
  return database.transaction(async (tx) => {
    const changed = await tx
      .update(deliveries)
      .set(patch)
      .where(and(eq(deliveries.id, id), eq(deliveries.state, 'dead')))
      .returning({ id: deliveries.id });
    if (changed.length === 0) return undefined;
    const [found] = await withSubject(tx).where(eq(deliveries.id, id));
    await appendAudit(tx, audit);
    return found && toDelivery(found);
  });
}

function toDelivery({
  delivery: { digestKey: _, isForDigest: __, firstDueAt: ___, queuedAt, dueAt, settledAt, ...row },
  alert,
}: {
  delivery: typeof deliveries.$inferSelect;
  alert: (typeof outbox.$inferSelect)['alert'] | null;
}): StoredDelivery {
  return {
    ...row,
    subject: alert,
    queuedMs: queuedAt.getTime(),
    dueMs: dueAt.getTime(),
    settledMs: settledAt?.getTime() ?? null,
  };
}
