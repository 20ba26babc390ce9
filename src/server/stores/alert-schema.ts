import {
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { StoredAlert } from '#api/alert-store.ts';
import type { AlertBadge, AlertCondition, AlertEnd, AlertSubject, AlertVerdict } from '#contract/alert.ts';
import type { Severity } from '#contract/alert-words.ts';
import type { Silence, SilenceMatcher } from '#contract/silence.ts';
import type { AlertState } from '#control/alert/alert-state.ts';
import type { Message, Transition } from '#control/alert/step.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const alerts = pgTable(
  'alerts',
  {
    id: text('id').primaryKey(),
    revision: integer('revision').notNull(),
    ruleId: text('rule_id').notNull(),
    pipeline: text('pipeline').notNull(),
    condition: text('condition').$type<AlertCondition>().notNull(),
    endedAt: instant('ended_at'),
    badge: text('badge').$type<AlertBadge>().notNull(),
    severity: text('severity').$type<Severity>(),
    firedAt: instant('fired_at'),
    assignee: text('assignee'),
    handledBy: text('handled_by'),
    words: text('words').notNull(),
    dueAt: instant('due_at'),
    subject: json('subject').$type<AlertSubject>().notNull(),
    state: json('state').$type<AlertState>().notNull(),
  },
  (table) => [
    index('alerts_of_rule').on(table.ruleId),
    index('alerts_by_condition').on(table.condition),
    index('alerts_by_badge').on(table.badge, table.severity, table.firedAt),
    index('alerts_by_due').on(table.dueAt),
    index('alerts_by_end').on(table.endedAt),
  ],
);

export const alertTransitions = pgTable(
  'alert_transitions',
  {
    position: serial('position').primaryKey(),
    alertId: text('alert_id').notNull(),
    transition: json('transition').$type<Transition>().notNull(),
  },
  (table) => [index('alert_transitions_of_alert').on(table.alertId, table.position)],
);

export const alertEpisodes = pgTable(
  'alert_episodes',
  {
    alertId: text('alert_id').notNull(),
    episode: integer('episode').notNull(),
    pipeline: text('pipeline').notNull(),
    from: instant('from_time').notNull(),
    to: instant('to_time'),
    severity: text('severity').$type<Severity>().notNull(),
    endedBy: text('ended_by').$type<AlertEnd>(),
    verdict: text('verdict').$type<AlertVerdict>(),
  },
  (table) => [
    primaryKey({ columns: [table.alertId, table.episode] }),
    index('alert_episodes_by_time').on(table.from),
  ],
);

export const outbox = pgTable(
  'outbox',
  {
    key: text('key').primaryKey(),
    position: serial('position').notNull(),
    message: json('message').$type<Message>().notNull(),
    alert: json('alert').$type<StoredAlert>().notNull(),
    isLate: boolean('is_late').notNull(),
    state: text('state').$type<'queued' | 'planned'>().notNull().default('queued'),
    queuedAt: instant('queued_at').notNull().defaultNow(),
    dueAt: instant('due_at').notNull().defaultNow(),
  },
  (table) => [index('outbox_due').on(table.state, table.dueAt, table.position)],
);

export const silences = pgTable(
  'silences',
  {
    id: text('id').primaryKey(),
    matchers: json('matchers').$type<SilenceMatcher[]>().notNull(),
    reason: text('reason').notNull(),
    from: instant('from_time').notNull(),
    until: instant('until_time').notNull(),
    createdBy: text('created_by').notNull(),
    expiredBy: text('expired_by'),
    approval: json('approval').$type<NonNullable<Silence['approval']>>(),
  },
  (table) => [index('silences_by_end').on(table.until)],
);
