import { sql } from 'drizzle-orm';
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
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { AdjudicationChoice } from '#contract/rollout-disagreement.ts';
import type { RolloutEvent } from '#contract/rollout-event.ts';
import type { Rollout } from '#contract/rollout.ts';
import type { RolloutPhase } from '#contract/rollout-words.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const rollouts = pgTable(
  'rollouts',
  {
    id: text('id').primaryKey(),
    position: serial('position').notNull(),
    revision: integer('revision').notNull(),
    headHash: text('head_hash').notNull(),
    pipeline: text('pipeline').notNull(),
    stage: text('stage').notNull(),
    phase: text('phase').$type<RolloutPhase>().notNull(),
    isLive: boolean('is_live').notNull(),
    isOpen: boolean('is_open').notNull(),
    rollout: json('rollout').$type<Rollout>().notNull(),
  },
  (table) => [
    uniqueIndex('rollouts_live_slot')
      .on(table.pipeline, table.stage)
      .where(sql`is_live`),
    index('rollouts_newest').on(table.position),
  ],
);

export const rolloutEvents = pgTable(
  'rollout_events',
  {
    rolloutId: text('rollout_id')
      .notNull()
      .references(() => rollouts.id),
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    event: json('event').$type<RolloutEvent>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.rolloutId, table.seq] }),
    index('rollout_events_by_time').on(table.at),
  ],
);

export const rolloutAnswers = pgTable(
  'rollout_answers',
  {
    actor: text('actor').notNull(),
    key: text('key').notNull(),
    bodyHash: text('body_hash').notNull(),
    answer: json('answer').notNull(),
    keptAt: instant('kept_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.actor, table.key] }),
    index('rollout_answers_by_time').on(table.keptAt),
  ],
);

export const rolloutAdjudications = pgTable(
  'rollout_adjudications',
  {
    rolloutId: text('rollout_id')
      .notNull()
      .references(() => rollouts.id),
    requestId: text('request_id').notNull(),
    choice: text('choice').$type<AdjudicationChoice>().notNull(),
    by: text('by').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.rolloutId, table.requestId] })],
);

export const rolloutFreezes = pgTable('rollout_freezes', {
  id: text('id').primaryKey(),
  pipeline: text('pipeline'),
  stage: text('stage'),
  from: instant('from_time').notNull(),
  until: instant('until_time').notNull(),
  reason: text('reason').notNull(),
  createdBy: text('created_by').notNull(),
});

export const leases = pgTable('leases', {
  name: text('name').primaryKey(),
  holder: text('holder').notNull(),
  fence: integer('fence').notNull(),
  until: instant('until_time').notNull(),
});
