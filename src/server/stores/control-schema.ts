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
import type { Origin } from '#api/access/actor.ts';
import type { ApiKeyScope } from '#contract/api-key.ts';
import type { MetricSetting } from '#contract/metric-settings.ts';
import type { Person } from '#contract/person.ts';
import type { PersonRole } from '#contract/person-role.ts';
import type { PipelineDefinition } from '#contract/pipeline-definition.ts';
import type { Reference, ReferenceMetric } from '#contract/reference.ts';

/** `json`, not `jsonb`: a category or a title may hold a NUL, which `jsonb` refuses. */
const document = json;

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' }).notNull();

export const pipelines = pgTable('pipelines', {
  name: text('name').primaryKey(),
  definition: document('definition').$type<PipelineDefinition>().notNull(),
});

export const references = pgTable(
  'references',
  {
    id: text('id').primaryKey(),
    position: serial('position').notNull(),
    pipeline: text('pipeline').notNull(),
    stage: text('stage').notNull(),
    name: text('name').notNull(),
    version: integer('version').notNull(),
    from: instant('from_time'),
    to: instant('to_time'),
    rows: integer('rows').notNull(),
    createdAt: instant('created_at'),
    createdBy: text('created_by').notNull(),
    source: text('source').$type<Reference['source']>().notNull().default('window'),
    modelVersion: text('model_version'),
    automatic: boolean('automatic').notNull(),
    metrics: document('metrics').$type<ReferenceMetric[]>().notNull(),
  },
  (table) => [
    uniqueIndex('references_version').on(table.pipeline, table.stage, table.name, table.version),
    index('references_newest').on(table.pipeline, table.position),
  ],
);

export const metricSettings = pgTable(
  'metric_settings',
  {
    pipeline: text('pipeline').notNull(),
    stage: text('stage').notNull(),
    metric: text('metric').notNull(),
    setting: document('setting').$type<MetricSetting>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.pipeline, table.stage, table.metric] })],
);

export const savedViews = pgTable('saved_views', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  address: text('address').notNull(),
  createdAt: instant('created_at'),
  createdBy: text('created_by').notNull(),
});

export const notes = pgTable(
  'notes',
  {
    id: text('id').primaryKey(),
    pipeline: text('pipeline').notNull(),
    stage: text('stage'),
    from: instant('from_time'),
    to: timestamp('to_time', { withTimezone: true, mode: 'date' }),
    text: text('text').notNull(),
    createdAt: instant('created_at'),
    createdBy: text('created_by').notNull(),
  },
  (table) => [index('notes_by_time').on(table.pipeline, table.from)],
);

export const people = pgTable('people', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email'),
  role: text('role').$type<PersonRole>().notNull(),
  provider: text('provider').$type<Person['provider']>().notNull(),
  passwordHash: text('password_hash'),
  isDisabled: boolean('is_disabled').notNull(),
  createdAt: instant('created_at'),
  createdBy: text('created_by').notNull(),
});

export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    tokenHash: text('token_hash').notNull(),
    person: text('person')
      .notNull()
      .references(() => people.id),
    createdAt: instant('created_at'),
    lastSeenAt: instant('last_seen_at'),
  },
  (table) => [
    uniqueIndex('sessions_token').on(table.tokenHash),
    index('sessions_of_person').on(table.person),
  ],
);

export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    tokenHash: text('token_hash').notNull(),
    name: text('name').notNull(),
    hint: text('hint').notNull(),
    scopes: document('scopes').$type<ApiKeyScope[]>().notNull(),
    createdAt: instant('created_at'),
    createdBy: text('created_by').notNull(),
    lastUsedAt: timestamp('last_used_at', { withTimezone: true, mode: 'date' }),
    revokedAt: timestamp('revoked_at', { withTimezone: true, mode: 'date' }),
    revokedBy: text('revoked_by'),
  },
  (table) => [uniqueIndex('api_keys_token').on(table.tokenHash)],
);

export const audit = pgTable('audit', {
  position: serial('position').primaryKey(),
  at: instant('at'),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  before: document('before'),
  after: document('after'),
  reason: text('reason').notNull().default(''),
  origin: document('origin').$type<Origin>().notNull().default({ ip: null, userAgent: null, session: null }),
  /** Empty in entries that are older than the chain. */
  previousHash: text('previous_hash').notNull().default(''),
  hash: text('hash').notNull().default(''),
});
