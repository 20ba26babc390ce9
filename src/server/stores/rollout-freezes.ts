import { and, asc, eq, gt } from 'drizzle-orm';
import type { RolloutStore } from '#api/rollout-store.ts';
import type { Freeze } from '#contract/rollout-freeze.ts';
import { appendAudit } from './audit-log.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';
import { rolloutFreezes } from './rollout-schema.ts';

type Freezes = Pick<RolloutStore, 'listFreezes' | 'createFreeze' | 'endFreeze'>;

export function createFreezeStore(database: ControlDatabase): Freezes {
  return {
    async listFreezes(endAfterMs) {
      const found = await database
        .select()
        .from(rolloutFreezes)
        .where(gt(rolloutFreezes.until, new Date(endAfterMs)))
        .orderBy(asc(rolloutFreezes.from), byCode(rolloutFreezes.id));
      return found.map(toFreeze);
    },
    createFreeze: ({ from, until, ...freeze }, entry) =>
      database.transaction(async (tx) => {
        await tx.insert(rolloutFreezes).values({ ...freeze, from: new Date(from), until: new Date(until) });
        await appendAudit(tx, entry);
      }),
    endFreeze: ({ id, atMs }, entry) =>
      database.transaction(async (tx) => {
        const notOver = and(eq(rolloutFreezes.id, id), gt(rolloutFreezes.until, new Date(atMs)));
        const [before] = await tx.select().from(rolloutFreezes).where(notOver).for('update');
        if (!before) return undefined;
        const ended = { ...before, until: new Date(atMs) };
        await tx.update(rolloutFreezes).set(ended).where(eq(rolloutFreezes.id, id));
        await appendAudit(tx, { ...entry, before: toFreeze(before), after: toFreeze(ended) });
        return toFreeze(ended);
      }),
  };
}

function toFreeze({ from, until, ...freeze }: typeof rolloutFreezes.$inferSelect): Freeze {
  return { ...freeze, from: from.toISOString(), until: until.toISOString() };
}
