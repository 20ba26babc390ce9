import { and, desc, eq, max } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { AuditEntry, ControlStore, StoredReference } from '#api/ports.ts';
import { audit, pipelines, references } from './control-schema.ts';

export type ControlDatabase = PgDatabase<PgQueryResultHKT>;

/** All but the metrics, which are large. */
const summaryColumns = {
  id: references.id,
  pipeline: references.pipeline,
  stage: references.stage,
  name: references.name,
  version: references.version,
  from: references.from,
  to: references.to,
  rows: references.rows,
  createdAt: references.createdAt,
  createdBy: references.createdBy,
  automatic: references.automatic,
};

/** Two people may name a version at once: the loser takes the next one. */
const VERSION_TRIES = 5;

/** What people decided, on PostgreSQL or PGlite. A change and its audit entry are one transaction. */
export function createControlStore(database: ControlDatabase): ControlStore {
  return {
    listPipelines: () => database.select().from(pipelines).orderBy(pipelines.name),
    async findPipeline(name) {
      const [found] = await database.select().from(pipelines).where(eq(pipelines.name, name));
      return found;
    },
    putPipeline: (pipeline, entry) =>
      database.transaction(async (tx) => {
        const { definition } = pipeline;
        await tx
          .insert(pipelines)
          .values(pipeline)
          .onConflictDoUpdate({ target: pipelines.name, set: { definition } });
        await tx.insert(audit).values(toRow(entry));
      }),

    async listReferences(pipeline, stage) {
      const ofStage = stage === undefined ? undefined : eq(references.stage, stage);
      const found = await database
        .select(summaryColumns)
        .from(references)
        .where(and(eq(references.pipeline, pipeline), ofStage))
        .orderBy(desc(references.position));
      return found.map(toReference);
    },
    async findReference(id) {
      const [found] = await database.select().from(references).where(eq(references.id, id));
      if (!found) return undefined;
      const { position: _, metrics, ...summary } = found;
      return { ...toReference(summary), metrics };
    },
    async createReference(reference, entry) {
      for (let tries = 1; ; tries++) {
        try {
          return await database.transaction((tx) => insertReference(tx, reference, entry));
        } catch (cause) {
          if (!isTakenVersion(cause) || tries === VERSION_TRIES) throw cause;
        }
      }
    },

    async listAudit(limit) {
      const found = await database.select().from(audit).orderBy(desc(audit.position)).limit(limit);
      return found.map(({ position: _, at, ...entry }) => ({ ...entry, at: at.toISOString() }));
    },
  };
}

async function insertReference(
  tx: ControlDatabase,
  reference: StoredReference,
  entry: AuditEntry,
): Promise<StoredReference> {
  const { pipeline, stage, name, from, to, createdAt, provisional: _, ...rest } = reference;
  const [earlier] = await tx
    .select({ version: max(references.version) })
    .from(references)
    .where(and(eq(references.pipeline, pipeline), eq(references.stage, stage), eq(references.name, name)));
  const version = (earlier?.version ?? 0) + 1;
  await tx.insert(references).values({
    ...rest,
    pipeline,
    stage,
    name,
    version,
    from: new Date(from),
    to: new Date(to),
    createdAt: new Date(createdAt),
  });
  await tx.insert(audit).values(toRow(entry));
  return { ...reference, version };
}

function toReference<T extends { from: Date; to: Date; createdAt: Date }>({
  from,
  to,
  createdAt,
  ...rest
}: T) {
  return {
    ...rest,
    from: from.toISOString(),
    to: to.toISOString(),
    createdAt: createdAt.toISOString(),
    provisional: false, // only references that may still change are, and those are not stored
  };
}

function toRow({ at, ...entry }: AuditEntry) {
  return { ...entry, at: new Date(at) };
}

function isTakenVersion(fault: unknown): boolean {
  for (let cause = fault; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === '23505') return true;
  }
  return false;
}
