import { sql } from 'drizzle-orm';
import {
  bigint,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { EvaluatedSlot } from '#contract/evaluation.ts';
import type { Rule, RuleVersion } from '#contract/rule.ts';

export const rules = pgTable(
  'rules',
  {
    id: text('id').primaryKey(),
    pipeline: text('pipeline').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    state: text('state').$type<Rule['state'] | 'deleted'>().notNull(),
    rule: json('rule').$type<Rule>().notNull(),
    /** Number of the slot that was evaluated last, in slots of the rule's own length since 1970; null before the first. */
    lastSlot: bigint('last_slot', { mode: 'number' }),
    /** Why that slot could not be evaluated. */
    error: text('error'),
  },
  (table) => [
    uniqueIndex('rules_name')
      .on(table.pipeline, table.name)
      .where(sql`${table.state} <> 'deleted'`),
    index('rules_by_state').on(table.state),
  ],
);

export const ruleVersions = pgTable(
  'rule_versions',
  {
    ruleId: text('rule_id').notNull(),
    version: integer('version').notNull(),
    rule: json('rule').$type<Rule>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
    createdBy: text('created_by').notNull(),
    reason: text('reason').notNull(),
    change: text('change').$type<RuleVersion['change']>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ruleId, table.version] })],
);

/** What was read in each slot, for as long as anybody asks for it. */
export const ruleSlots = pgTable(
  'rule_slots',
  {
    ruleId: text('rule_id').notNull(),
    slot: bigint('slot', { mode: 'number' }).notNull(),
    endsAt: timestamp('ends_at', { withTimezone: true, mode: 'date' }).notNull(),
    evaluated: json('evaluated').$type<EvaluatedSlot>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ruleId, table.slot] }),
    index('rule_slots_by_end').on(table.endsAt),
  ],
);
