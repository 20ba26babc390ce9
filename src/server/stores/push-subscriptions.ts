import { eq, inArray } from 'drizzle-orm';
import type { NotificationStore } from '#api/notification-store.ts';
import { appendAudit } from './audit-log.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';
import { pushSubscriptions, serverSecrets } from './notification-schema.ts';

type Push = Pick<
  NotificationStore,
  'listPushSubscriptions' | 'putPushSubscription' | 'deletePushSubscription' | 'keepServerSecret'
>;

/** Browsers that people switched notifications on in, and the keys that this server shows them. */
export function createPushStore(database: ControlDatabase): Push {
  return {
    async listPushSubscriptions(people) {
      const found = await database
        .select()
        .from(pushSubscriptions)
        .where(people && inArray(pushSubscriptions.person, [...people]))
        .orderBy(byCode(pushSubscriptions.endpoint));
      return found.map(({ since, ...row }) => ({ ...row, since: since.toISOString() }));
    },
    putPushSubscription: ({ endpoint, person, keys, since }, entry) =>
      database.transaction(async (tx) => {
        const row = { person, keys, since: new Date(since) };
        await tx
          .insert(pushSubscriptions)
          .values({ endpoint, ...row })
          .onConflictDoUpdate({ target: pushSubscriptions.endpoint, set: row });
        await appendAudit(tx, entry);
      }),
    deletePushSubscription: (endpoint, entry) =>
      database.transaction(async (tx) => {
        const gone = await tx
          .delete(pushSubscriptions)
          .where(eq(pushSubscriptions.endpoint, endpoint))
          .returning({ endpoint: pushSubscriptions.endpoint });
        if (gone.length > 0) await appendAudit(tx, entry);
      }),
    async keepServerSecret(name, value) {
      await database.insert(serverSecrets).values({ name, value }).onConflictDoNothing();
      const [kept] = await database.select().from(serverSecrets).where(eq(serverSecrets.name, name));
      return kept?.value ?? value;
    },
  };
}
