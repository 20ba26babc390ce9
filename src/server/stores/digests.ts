import { and, asc, eq, exists, inArray, isNotNull, lt, lte, notExists, notInArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { NotificationStore } from '#api/notification-store.ts';
import type { ControlDatabase } from './control-store.ts';
import { deliveries } from './notification-schema.ts';

const MOST_AT_ONCE = 500;

/** Gathers what is no longer told at its time, so that an outage or a quiet night ends in one message, not in a hundred. */
export function createDigestStore(database: ControlDatabase): Pick<NotificationStore, 'gatherDigests'> {
  return {
    async gatherDigests(channelIds, lateMs) {
      if (channelIds.length === 0) return;
      const isCandidate = and(
        eq(deliveries.state, 'waiting'),
        lte(deliveries.dueAt, sql`now()`),
        inArray(deliveries.channelId, [...channelIds]),
        notInArray(deliveries.kind, ['digest', 'acknowledgementReminder']),
      );
      await database.transaction(async (tx) => {
        await tx
          .update(deliveries)
          .set({ isForDigest: true })
          .where(
            and(isCandidate, lte(deliveries.firstDueAt, sql`now() - ${lateMs} * interval '1 millisecond'`)),
          );
        await tx
          .update(deliveries)
          .set({ isForDigest: true })
          .where(and(isCandidate, followsLateOne(tx)));
        const found = await tx
          .select()
          .from(deliveries)
          .where(and(isCandidate, deliveries.isForDigest, hasNoDigest(tx)))
          .orderBy(asc(deliveries.id))
          .limit(MOST_AT_ONCE)
          .for('update', { skipLocked: true });
        for (const members of Map.groupBy(found, ({ channelId }) => channelId).values())
          if (members.length > 1) await gather(tx, members);
      });
    },
  };
}

/** A message must not overtake an earlier one of its alert. */
function followsLateOne(tx: ControlDatabase) {
  const earlier = alias(deliveries, 'earlier');
  return exists(
    tx
      .select({ id: earlier.id })
      .from(earlier)
      .where(
        and(
          isNotNull(earlier.alertId),
          eq(earlier.alertId, deliveries.alertId),
          eq(earlier.channelId, deliveries.channelId),
          lt(earlier.id, deliveries.id),
          eq(earlier.state, 'waiting'),
          lte(earlier.dueAt, sql`now()`),
          earlier.isForDigest,
        ),
      ),
  );
}

/** What one digest holds never changes, for its key stays: the rest waits until it has gone out. */
function hasNoDigest(tx: ControlDatabase) {
  return notExists(waitingDigest(tx));
}

/** A digest of the same channel that is on its way. */
export function waitingDigest(tx: ControlDatabase) {
  const digest = alias(deliveries, 'digest');
  return tx
    .select({ id: digest.id })
    .from(digest)
    .where(
      and(eq(digest.channelId, deliveries.channelId), eq(digest.kind, 'digest'), eq(digest.state, 'waiting')),
    );
}

async function gather(
  tx: ControlDatabase,
  members: readonly (typeof deliveries.$inferSelect)[],
): Promise<void> {
  const [first] = members;
  if (!first) return;
  const { channelId, route, level } = first;
  const digestKey = `digest/${channelId}/${first.id}`;
  await tx
    .update(deliveries)
    .set({ state: 'digested', digestKey })
    .where(
      inArray(
        deliveries.id,
        members.map(({ id }) => id),
      ),
    );
  await tx.insert(deliveries).values({
    key: digestKey,
    channelId,
    kind: 'digest',
    severity: members.some(({ severity }) => severity === 'critical') ? 'critical' : 'warning',
    route,
    level,
    isForDigest: false,
    dueAt: sql`now()`,
    firstDueAt: sql`now()`,
  });
}
