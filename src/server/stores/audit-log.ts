import { and, asc, desc, eq, gt, gte, lt, sql } from 'drizzle-orm';
import type { AuditEntry, ControlStore } from '#api/ports.ts';
import { chainHash, chainStart } from '#api/services/audit/chain-hash.ts';
import type { AuditRecord } from '#contract/audit.ts';
import { audit } from './control-schema.ts';
import type { ControlDatabase } from './control-store.ts';

/** Any number, the same in all servers of one database. */
const CHAIN_LOCK = 74_740_002;

/**
 * Adds an entry to the chain, in the transaction of the change that it tells of. The last statement of the
 * transaction: from here to its end no other change is written.
 */
export async function appendAudit(tx: ControlDatabase, entry: AuditEntry): Promise<void> {
  const at = new Date(entry.at);
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${CHAIN_LOCK})`);
  const [last] = await tx.select({ hash: audit.hash }).from(audit).orderBy(desc(audit.position)).limit(1);
  const previousHash = last?.hash || chainStart; // '' is that of an entry older than the chain
  const hash = await chainHash(previousHash, { ...entry, at: at.toISOString() });
  await tx.insert(audit).values({ ...entry, at, previousHash, hash });
}

type AuditLog = Pick<ControlStore, 'listAudit' | 'findAudit' | 'readAudit' | 'recordAct'>;

export function createAuditLog(database: ControlDatabase): AuditLog {
  return {
    recordAct: (entry) => database.transaction((tx) => appendAudit(tx, entry)),
    async listAudit(limit, selection) {
      const wanted = selection && [
        eq(audit.action, selection.action),
        gte(audit.at, new Date(selection.fromMs)),
        lt(audit.at, new Date(selection.toMs)),
      ];
      const found = await database
        .select()
        .from(audit)
        .where(and(...(wanted ?? [])))
        .orderBy(desc(audit.position))
        .limit(limit);
      return found.map((row) => {
        const { position: _, previousHash: __, hash: ___, ...entry } = toRecord(row);
        return entry;
      });
    },
    async findAudit({ before, actor, action, subject, fromMs, toMs }, limit) {
      const found = await database
        .select()
        .from(audit)
        .where(
          and(
            before === undefined ? undefined : lt(audit.position, before),
            actor === undefined ? undefined : eq(audit.actor, actor),
            action === undefined ? undefined : sql`starts_with(${audit.action}, ${action})`,
            subject === undefined ? undefined : sql`strpos(${audit.subject}, ${subject}) > 0`,
            fromMs === undefined ? undefined : gte(audit.at, new Date(fromMs)),
            toMs === undefined ? undefined : lt(audit.at, new Date(toMs)),
          ),
        )
        .orderBy(desc(audit.position))
        .limit(limit);
      return found.map(toRecord);
    },
    async readAudit(after, limit) {
      const found = await database
        .select()
        .from(audit)
        .where(gt(audit.position, after))
        .orderBy(asc(audit.position))
        .limit(limit);
      return found.map(toRecord);
    },
  };
}

function toRecord({ at, ...entry }: typeof audit.$inferSelect): AuditRecord {
  return { ...entry, at: at.toISOString() };
}
