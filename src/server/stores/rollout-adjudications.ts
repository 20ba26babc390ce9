import { and, asc, eq } from 'drizzle-orm';
import type { RolloutStore } from '#api/rollout-store.ts';
import type { Adjudication } from '#contract/rollout-disagreement.ts';
import { appendAudit } from './audit-log.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';
import { rolloutAdjudications } from './rollout-schema.ts';

type Adjudications = Pick<RolloutStore, 'listAdjudications' | 'putAdjudication'>;

export function createAdjudicationStore(database: ControlDatabase): Adjudications {
  return {
    async listAdjudications(id) {
      const found = await database
        .select()
        .from(rolloutAdjudications)
        .where(eq(rolloutAdjudications.rolloutId, id))
        .orderBy(asc(rolloutAdjudications.at), byCode(rolloutAdjudications.requestId));
      return found.map(toAdjudication);
    },
    putAdjudication: (rolloutId, { at, ...adjudication }, entry) =>
      database.transaction(async (tx) => {
        const { requestId } = adjudication;
        const own = and(
          eq(rolloutAdjudications.rolloutId, rolloutId),
          eq(rolloutAdjudications.requestId, requestId),
        );
        const [before] = await tx.select().from(rolloutAdjudications).where(own).for('update');
        const row = { ...adjudication, rolloutId, at: new Date(at) };
        await tx
          .insert(rolloutAdjudications)
          .values(row)
          .onConflictDoUpdate({
            target: [rolloutAdjudications.rolloutId, rolloutAdjudications.requestId],
            set: row,
          });
        await appendAudit(tx, { ...entry, before: before ? toAdjudication(before) : null });
      }),
  };
}

function toAdjudication({
  requestId,
  choice,
  by,
  at,
}: typeof rolloutAdjudications.$inferSelect): Adjudication {
  return { requestId, choice, by, at: at.toISOString() };
}
