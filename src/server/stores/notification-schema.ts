import {
  boolean,
  doublePrecision,
  index,
  integer,
  json,
  pgTable,
  serial,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Severity } from '#contract/alert-words.ts';
import type { DeliveryState } from '#contract/delivery.ts';
import type { ChannelSecrets, ChannelSettings } from '#contract/notification-channel.ts';
import type { NotificationRoute } from '#contract/notification-route.ts';
import type { PushSubscriptionRequest } from '#contract/push-subscription.ts';
import type { MessageKind } from '#control/alert/message-kind.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const channels = pgTable('notification_channels', {
  id: text('id').primaryKey(),
  revision: integer('revision').notNull(),
  name: text('name').notNull(),
  isEnabled: boolean('is_enabled').notNull(),
  settings: json('settings').$type<ChannelSettings>().notNull(),
  secrets: json('secrets').$type<ChannelSecrets>().notNull(),
  changedAt: instant('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
});

/** One row: the whole table of routes. */
export const routeTables = pgTable('notification_routes', {
  id: integer('id').primaryKey(),
  revision: integer('revision').notNull(),
  routes: json('routes').$type<NotificationRoute[]>().notNull(),
  changedAt: instant('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
});

export const deliveries = pgTable(
  'deliveries',
  {
    id: serial('id').primaryKey(),
    key: text('key').notNull(),
    channelId: text('channel_id').notNull(),
    alertId: text('alert_id'),
    episode: integer('episode'),
    kind: text('kind').$type<MessageKind | 'digest'>().notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    route: text('route').notNull(),
    level: integer('level').notNull(),
    /** Decided late, or held back over quiet hours: told together with others. */
    isForDigest: boolean('is_for_digest').notNull(),
    digestKey: text('digest_key'),
    state: text('state').$type<DeliveryState>().notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    queuedAt: instant('queued_at').notNull().defaultNow(),
    firstDueAt: instant('first_due_at').notNull(),
    dueAt: instant('due_at').notNull(),
    settledAt: instant('settled_at'),
    latencyMs: doublePrecision('latency_ms'),
    note: text('note'),
  },
  (table) => [
    uniqueIndex('deliveries_once').on(table.key, table.channelId),
    index('deliveries_due').on(table.state, table.dueAt),
    index('deliveries_of_alert').on(table.alertId, table.channelId),
    index('deliveries_of_digest').on(table.digestKey),
  ],
);

export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    endpoint: text('endpoint').primaryKey(),
    person: text('person').notNull(),
    keys: json('keys').$type<PushSubscriptionRequest['keys']>().notNull(),
    since: instant('since').notNull(),
  },
  (table) => [index('push_subscriptions_of_person').on(table.person)],
);

export const serverSecrets = pgTable('server_secrets', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
});
