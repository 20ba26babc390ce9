import { and, desc, eq, isNull } from 'drizzle-orm';
import type { PeopleStore } from '#api/people-store.ts';
import type { ApiKey } from '#contract/api-key.ts';
import { appendAudit } from './audit-log.ts';
import { apiKeys } from './control-schema.ts';
import type { ControlDatabase } from './control-store.ts';

type ApiKeyStore = Pick<
  PeopleStore,
  'listApiKeys' | 'createApiKey' | 'findApiKey' | 'touchApiKey' | 'revokeApiKey'
>;

export function createApiKeyStore(database: ControlDatabase): ApiKeyStore {
  return {
    async listApiKeys() {
      const found = await database.select().from(apiKeys).orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
      return found.map(toApiKey);
    },
    createApiKey: ({ id, name, hint, scopes, createdAt, createdBy }, tokenHash, entry) =>
      database.transaction(async (tx) => {
        const row = { id, tokenHash, name, hint, scopes, createdAt: new Date(createdAt), createdBy };
        await tx.insert(apiKeys).values(row);
        await appendAudit(tx, entry);
      }),
    async findApiKey(tokenHash) {
      const valid = and(eq(apiKeys.tokenHash, tokenHash), isNull(apiKeys.revokedAt));
      const [found] = await database.select().from(apiKeys).where(valid);
      return found && toApiKey(found);
    },
    async touchApiKey(id, at) {
      await database.update(apiKeys).set({ lastUsedAt: at }).where(eq(apiKeys.id, id));
    },
    revokeApiKey: (id, at, by, entry) =>
      database.transaction(async (tx) => {
        const valid = and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt));
        const [revoked] = await tx
          .update(apiKeys)
          .set({ revokedAt: at, revokedBy: by })
          .where(valid)
          .returning();
        if (!revoked) return undefined;
        const after = toApiKey(revoked);
        const { revokedAt: _, revokedBy: __, ...before } = after;
        await appendAudit(tx, { ...entry, before, after });
        return after;
      }),
  };
}

function toApiKey({ id, name, hint, scopes, ...row }: typeof apiKeys.$inferSelect): ApiKey {
  return {
    id,
    name,
    hint,
    scopes,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    ...(row.lastUsedAt !== null && { lastUsedAt: row.lastUsedAt.toISOString() }),
    ...(row.revokedAt !== null && { revokedAt: row.revokedAt.toISOString() }),
    ...(row.revokedBy !== null && { revokedBy: row.revokedBy }),
  };
}
