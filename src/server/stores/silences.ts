import { and, desc, eq, gt } from 'drizzle-orm';
import type { AlertStore } from '#api/alert-store.ts';
import type { Silence } from '#contract/silence.ts';
import { silences } from './alert-schema.ts';
import { appendAudit } from './audit-log.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';

type Silences = Pick<AlertStore, 'listSilences' | 'createSilence' | 'approveSilence' | 'expireSilence'>;

export function createSilenceStore(database: ControlDatabase): Silences {
  return {
    async listSilences(endAfterMs) {
      const found = await database
        .select()
        .from(silences)
        .where(gt(silences.until, new Date(endAfterMs)))
        .orderBy(desc(silences.from), byCode(silences.id));
      return found.map(toSilence);
    },
    createSilence: ({ from, until, ...silence }, entry) =>
      database.transaction(async (tx) => {
        await tx.insert(silences).values({ ...silence, from: new Date(from), until: new Date(until) });
        await appendAudit(tx, entry);
      }),
    approveSilence: ({ id, by, atMs }, entry) =>
      database.transaction(async (tx) => {
        const isLeft = and(eq(silences.id, id), gt(silences.until, new Date(atMs)));
        const [before] = await tx.select().from(silences).where(isLeft).for('update');
        if (!before?.approval || before.approval.by !== undefined) return undefined;
        const approval = { ...before.approval, by, at: new Date(atMs).toISOString() };
        await tx.update(silences).set({ approval }).where(eq(silences.id, id));
        const approved = toSilence({ ...before, approval });
        await appendAudit(tx, { ...entry, before: toSilence(before), after: approved });
        return approved;
      }),
    expireSilence: ({ id, by, atMs }, entry) =>
      database.transaction(async (tx) => {
        const inForce = and(eq(silences.id, id), gt(silences.until, new Date(atMs)));
        const [before] = await tx.select().from(silences).where(inForce).for('update');
        if (!before) return undefined;
        const expired = { ...before, until: new Date(atMs), expiredBy: by };
        await tx.update(silences).set(expired).where(eq(silences.id, id));
        await appendAudit(tx, { ...entry, before: toSilence(before), after: toSilence(expired) });
        return toSilence(expired);
      }),
  };
}

function toSilence({ from, until, expiredBy, approval, ...silence }: typeof silences.$inferSelect): Silence {
  return {
    ...silence,
    from: from.toISOString(),
    until: until.toISOString(),
    ...(expiredBy !== null && { expiredBy }),
    ...(approval !== null && { approval }),
  };
}
