import { bigint, boolean, integer, json, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Projection } from '#api/alert-source-store.ts';
import type { AlertSource } from '#contract/alert-source.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export type AlertSourceMapping = Pick<
  AlertSource,
  'everySeconds' | 'pipeline' | 'pipelineLabel' | 'stageLabel' | 'criticalValues' | 'matchers'
>;

export const alertSources = pgTable('alert_sources', {
  id: text('id').primaryKey(),
  revision: integer('revision').notNull(),
  name: text('name').notNull(),
  isEnabled: boolean('is_enabled').notNull(),
  settings: json('settings').$type<AlertSource['settings']>().notNull(),
  mapping: json('mapping').$type<AlertSourceMapping>().notNull(),
  token: text('token'),
  lastSlot: bigint('last_slot', { mode: 'number' }),
  seenAt: instant('seen_at'),
  error: text('error'),
  projectionError: text('projection_error'),
  changedAt: instant('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
});

export const projections = pgTable(
  'alert_projections',
  {
    sourceId: text('source_id').notNull(),
    alertId: text('alert_id').notNull(),
    episode: integer('episode').notNull(),
    silenceId: text('silence_id').notNull(),
    state: text('state').$type<Projection['state']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.alertId] })],
);
