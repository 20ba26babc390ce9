import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Outbox } from '#api/alert-store.ts';
import { outbox } from './alert-schema.ts';
import type { ControlDatabase } from './control-store.ts';

/** Times are the database's own: the clocks of several servers need not agree. */
export function createOutbox(database: ControlDatabase): Outbox {
  return {
    claimMessages: (most, leaseMs) =>
      database.transaction(async (tx) => {
        const due = await tx
          .select({ key: outbox.key })
          .from(outbox)
          .where(and(eq(outbox.state, 'queued'), lte(outbox.dueAt, sql`now()`)))
          .orderBy(asc(outbox.position))
          .limit(most)
          .for('update', { skipLocked: true });
        if (due.length === 0) return [];
        const claimed = await tx
          .update(outbox)
          .set({ dueAt: inFuture(leaseMs) })
          .where(
            inArray(
              outbox.key,
              due.map(({ key }) => key),
            ),
          )
          .returning();
        return claimed
          .sort((a, b) => a.position - b.position)
          .map(({ key, message, alert, isLate, attempts, lastError }) => ({
            key,
            message,
            alert,
            isLate,
            attempts,
            lastError,
          }));
      }),
    async markSent(keys) {
      if (keys.length === 0) return;
      await database
        .update(outbox)
        .set({ state: 'sent', attempts: sql`${outbox.attempts} + 1`, lastError: null })
        .where(inArray(outbox.key, [...keys]));
    },
    async markFailed(key, error, retryMs) {
      await database
        .update(outbox)
        .set({
          attempts: sql`${outbox.attempts} + 1`,
          lastError: error,
          ...(retryMs === null ? { state: 'dead' as const } : { dueAt: inFuture(retryMs) }),
        })
        .where(eq(outbox.key, key));
    },
    async outboxCounts() {
      const found = await database
        .select({
          state: outbox.state,
          count: sql<number>`count(*)::int`,
          ageMs: sql<number>`(extract(epoch FROM now() - min(${outbox.queuedAt})) * 1000)::float8`,
        })
        .from(outbox)
        .groupBy(outbox.state);
      const count = (state: string) => found.find((row) => row.state === state)?.count ?? 0;
      const oldest = found.find(({ state }) => state === 'queued');
      return {
        queued: count('queued'),
        sent: count('sent'),
        dead: count('dead'),
        oldestMs: oldest ? oldest.ageMs : null,
      };
    },
  };
}

function inFuture(ms: number) {
  return sql`now() + ${ms} * interval '1 millisecond'`;
}
