import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Outbox } from '#api/alert-store.ts';
import { outbox } from './alert-schema.ts';
import type { ControlDatabase } from './control-store.ts';
import { inFuture } from './in-future.ts';

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
          .map(({ key, message, alert, isLate }) => ({ key, message, alert, isLate }));
      }),
  };
}
