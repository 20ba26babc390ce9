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
} from 'drizzle-orm/pg-core';
import type { Automation, AutomationChange } from '#contract/automation.ts';
import type { Review, ReviewDecision } from '#contract/review.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const automations = pgTable(
  'automations',
  {
    pipeline: text('pipeline').notNull(),
    stage: text('stage').notNull(),
    generation: integer('generation').notNull(),
    automation: json('automation').$type<Automation>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.pipeline, table.stage] })],
);

export const automationChanges = pgTable(
  'automation_changes',
  {
    pipeline: text('pipeline').notNull(),
    stage: text('stage').notNull(),
    generation: integer('generation').notNull(),
    change: json('change').$type<AutomationChange>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.pipeline, table.stage, table.generation] })],
);

export const reviews = pgTable(
  'reviews',
  {
    id: text('id').primaryKey(),
    position: serial('position').notNull(),
    pipeline: text('pipeline').notNull(),
    stage: text('stage').notNull(),
    requestId: text('request_id').notNull(),
    version: text('version').notNull(),
    reason: text('reason').$type<Review['reason']>().notNull(),
    at: instant('at').notNull(),
    fields: json('fields').$type<Review['fields']>(),
    suggestion: json('suggestion').$type<Review['suggestion']>(),
    leasedBy: text('leased_by'),
    leasedAt: instant('leased_at'),
    leasedUntil: instant('leased_until'),
    skippedBy: text('skipped_by').array().notNull().default([]),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    decision: json('decision').$type<ReviewDecision>(),
    agrees: boolean('agrees'),
    wasDecided: boolean('was_decided').notNull().default(false),
    isSettled: boolean('is_settled').notNull().default(true),
  },
  (table) => [
    index('reviews_waiting')
      .on(table.pipeline, table.stage, table.position)
      .where(sql`decided_at IS NULL`),
    index('reviews_decided')
      .on(table.pipeline, table.stage, table.decidedAt)
      .where(sql`decided_at IS NOT NULL`),
    index('reviews_unsettled')
      .on(table.position)
      .where(sql`NOT is_settled`),
  ],
);
