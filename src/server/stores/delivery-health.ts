import { and, eq, inArray, lte, sql, type SQL } from 'drizzle-orm';
import type { NotificationStore } from '#api/notification-store.ts';
import { outbox } from './alert-schema.ts';
import type { ControlDatabase } from './control-store.ts';
import { deliveries } from './notification-schema.ts';

/** How many messages are on their way, and how long the oldest has been. */
export function createDeliveryHealth(database: ControlDatabase): Pick<NotificationStore, 'deliveryHealth'> {
  return {
    async deliveryHealth() {
      const isWaiting = eq(deliveries.state, 'waiting');
      const isRipe = and(isWaiting, lte(deliveries.firstDueAt, sql`now()`));
      const [[counted], [queued]] = await Promise.all([
        database
          .select({
            waiting: sql<number>`count(*) FILTER (WHERE ${isWaiting})::int`,
            failing: sql<number>`count(*) FILTER (WHERE ${isWaiting} AND ${deliveries.note} IS NOT NULL)::int`,
            dead: sql<number>`count(*) FILTER (WHERE ${deliveries.state} = 'dead')::int`,
            oldestSeconds: ageOf(sql`min(${deliveries.firstDueAt}) FILTER (WHERE ${isRipe})`),
          })
          .from(deliveries)
          .where(inArray(deliveries.state, ['waiting', 'dead'])),
        database
          .select({ count: sql<number>`count(*)::int`, oldestSeconds: ageOf(sql`min(${outbox.queuedAt})`) })
          .from(outbox)
          .where(eq(outbox.state, 'queued')),
      ]);
      const { waiting = 0, failing = 0, dead = 0, oldestSeconds = null } = counted ?? {};
      const ages = [oldestSeconds, queued?.oldestSeconds ?? null].filter((age) => age !== null);
      return {
        waiting: waiting + (queued?.count ?? 0),
        failing,
        dead,
        oldestSeconds: ages.length === 0 ? null : Math.max(...ages),
      };
    },
  };
}

function ageOf(instant: SQL) {
  return sql<number | null>`extract(epoch FROM now() - ${instant})::float8`;
}
