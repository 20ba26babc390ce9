import { and, eq } from 'drizzle-orm';
import type { NotificationStore, StoredChannel } from '#api/notification-store.ts';
import { appendAudit } from './audit-log.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';
import { channels, routeTables } from './notification-schema.ts';

type Channels = Pick<
  NotificationStore,
  'listChannels' | 'findChannel' | 'writeChannel' | 'deleteChannel' | 'readRoutes' | 'writeRoutes'
>;

const TABLE_ID = 1;

/** Where people and machines are told, and which alerts go where. */
export function createChannelStore(database: ControlDatabase): Channels {
  return {
    async listChannels() {
      const found = await database
        .select()
        .from(channels)
        .orderBy(byCode(channels.name), byCode(channels.id));
      return found.map(toChannel);
    },
    async findChannel(id) {
      const [found] = await database.select().from(channels).where(eq(channels.id, id));
      return found && toChannel(found);
    },
    writeChannel: (channel, entry) =>
      database.transaction(async (tx) => {
        const row = { ...channel, changedAt: new Date(channel.changedAt) };
        const written =
          channel.revision === 1
            ? await tx.insert(channels).values(row).onConflictDoNothing().returning({ id: channels.id })
            : await tx
                .update(channels)
                .set(row)
                .where(and(eq(channels.id, channel.id), eq(channels.revision, channel.revision - 1)))
                .returning({ id: channels.id });
        if (written.length === 0) return false;
        await appendAudit(tx, entry);
        return true;
      }),
    deleteChannel: ({ id, revision }, entry) =>
      database.transaction(async (tx) => {
        const gone = await tx
          .delete(channels)
          .where(and(eq(channels.id, id), eq(channels.revision, revision)))
          .returning({ id: channels.id });
        if (gone.length === 0) return false;
        await appendAudit(tx, entry);
        return true;
      }),
    async readRoutes() {
      const [found] = await database.select().from(routeTables).where(eq(routeTables.id, TABLE_ID));
      if (!found) return { revision: 0, routes: [], changedAt: null, changedBy: null };
      const { revision, routes, changedAt, changedBy } = found;
      return { revision, routes, changedAt: changedAt.toISOString(), changedBy };
    },
    writeRoutes: ({ revision, routes, changedAt, changedBy }, entry) =>
      database.transaction(async (tx) => {
        const row = {
          id: TABLE_ID,
          revision,
          routes,
          changedAt: new Date(changedAt ?? entry.at),
          changedBy: changedBy ?? entry.actor,
        };
        const written =
          revision === 1
            ? await tx.insert(routeTables).values(row).onConflictDoNothing().returning({ id: routeTables.id })
            : await tx
                .update(routeTables)
                .set(row)
                .where(and(eq(routeTables.id, TABLE_ID), eq(routeTables.revision, revision - 1)))
                .returning({ id: routeTables.id });
        if (written.length === 0) return false;
        await appendAudit(tx, entry);
        return true;
      }),
  };
}

function toChannel({ changedAt, ...row }: typeof channels.$inferSelect): StoredChannel {
  return { ...row, changedAt: changedAt.toISOString() };
}
