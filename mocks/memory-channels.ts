import type { NotificationStore, StoredChannel, StoredPushSubscription } from '#api/notification-store.ts';
import type { AuditEntry } from '#api/ports.ts';
import type { RouteTable } from '#contract/notification-route.ts';

type Channels = Pick<
  NotificationStore,
  | 'listChannels'
  | 'findChannel'
  | 'writeChannel'
  | 'deleteChannel'
  | 'readRoutes'
  | 'writeRoutes'
  | 'listPushSubscriptions'
  | 'putPushSubscription'
  | 'deletePushSubscription'
  | 'keepServerSecret'
>;

/** @param record keeps an audit entry, or throws and nothing is changed */
export function createMemoryChannels(record: (entry: AuditEntry) => void): Channels {
  const channels = new Map<string, StoredChannel>();
  const subscriptions = new Map<string, StoredPushSubscription>();
  const secrets = new Map<string, string>();
  let table: RouteTable = { revision: 0, routes: [], changedAt: null, changedBy: null };

  return {
    listChannels: async () =>
      structuredClone([...channels.values()]).sort((a, b) =>
        `${a.name}\0${a.id}` < `${b.name}\0${b.id}` ? -1 : 1,
      ),
    findChannel: async (id) => structuredClone(channels.get(id)),
    async writeChannel(channel, entry) {
      if ((channels.get(channel.id)?.revision ?? 0) !== channel.revision - 1) return false;
      record(entry);
      channels.set(channel.id, structuredClone(channel));
      return true;
    },
    async deleteChannel({ id, revision }, entry) {
      if (channels.get(id)?.revision !== revision) return false;
      record(entry);
      return channels.delete(id);
    },
    readRoutes: async () => structuredClone(table),
    async writeRoutes(next, entry) {
      if (next.revision !== table.revision + 1) return false;
      record(entry);
      table = structuredClone(next);
      return true;
    },

    listPushSubscriptions: async (people) =>
      structuredClone(
        [...subscriptions.values()]
          .filter(({ person }) => people?.includes(person) ?? true)
          .sort((a, b) => (a.endpoint < b.endpoint ? -1 : 1)),
      ),
    async putPushSubscription(subscription, entry) {
      record(entry);
      subscriptions.set(subscription.endpoint, structuredClone(subscription));
    },
    async deletePushSubscription(endpoint, entry) {
      if (!subscriptions.has(endpoint)) return;
      record(entry);
      subscriptions.delete(endpoint);
    },
    async keepServerSecret(name, value) {
      const kept = secrets.get(name) ?? value;
      secrets.set(name, kept);
      return kept;
    },
  };
}
