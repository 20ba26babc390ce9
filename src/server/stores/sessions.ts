import { eq, lt } from 'drizzle-orm';
import type { PeopleStore } from '#api/people-store.ts';
import { appendAudit } from './audit-log.ts';
import { people, sessions } from './control-schema.ts';
import type { ControlDatabase } from './control-store.ts';
import { toPerson } from './people.ts';

type SessionStore = Pick<PeopleStore, 'createSession' | 'findSession' | 'touchSession' | 'endSession'>;

export function createSessionStore(database: ControlDatabase): SessionStore {
  return {
    createSession: ({ createdAt, lastSeenAt, ...session }, expiredBefore, entry) =>
      database.transaction(async (tx) => {
        await tx.delete(sessions).where(lt(sessions.createdAt, expiredBefore));
        await tx
          .insert(sessions)
          .values({ ...session, createdAt: new Date(createdAt), lastSeenAt: new Date(lastSeenAt) });
        await appendAudit(tx, entry);
      }),
    async findSession(tokenHash) {
      const [found] = await database
        .select()
        .from(sessions)
        .innerJoin(people, eq(people.id, sessions.person))
        .where(eq(sessions.tokenHash, tokenHash));
      if (!found) return undefined;
      const { createdAt, lastSeenAt, ...session } = found.sessions;
      return {
        session: {
          ...session,
          createdAt: createdAt.toISOString(),
          lastSeenAt: lastSeenAt.toISOString(),
        },
        person: toPerson(found.people),
      };
    },
    async touchSession(id, at) {
      await database.update(sessions).set({ lastSeenAt: at }).where(eq(sessions.id, id));
    },
    endSession: (id, entry) =>
      database.transaction(async (tx) => {
        await tx.delete(sessions).where(eq(sessions.id, id));
        await appendAudit(tx, entry);
      }),
  };
}
