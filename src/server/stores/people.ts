import { and, eq, ne } from 'drizzle-orm';
import type { PeopleStore } from '#api/people-store.ts';
import type { Person, PersonChange } from '#contract/person.ts';
import { appendAudit } from './audit-log.ts';
import { byCode } from './by-code.ts';
import { people, sessions } from './control-schema.ts';
import type { ControlDatabase } from './control-store.ts';

type PersonStore = Pick<
  PeopleStore,
  | 'hasAccounts'
  | 'listPeople'
  | 'findPerson'
  | 'findPasswordHash'
  | 'createPerson'
  | 'changePerson'
  | 'setPassword'
>;

export function createPersonStore(database: ControlDatabase): PersonStore {
  return {
    async hasAccounts() {
      const [any] = await database
        .select({ id: people.id })
        .from(people)
        .where(eq(people.provider, 'local'))
        .limit(1);
      return any !== undefined;
    },
    async listPeople() {
      const found = await database.select().from(people).orderBy(byCode(people.name), byCode(people.id));
      return found.map(toPerson);
    },
    async findPerson(id) {
      const [found] = await database.select().from(people).where(eq(people.id, id));
      return found && toPerson(found);
    },
    async findPasswordHash(id) {
      const [found] = await database
        .select({ hash: people.passwordHash })
        .from(people)
        .where(eq(people.id, id));
      return found?.hash ?? undefined;
    },
    createPerson: (person, passwordHash, entry) =>
      database.transaction(async (tx) => {
        const stored = await tx
          .insert(people)
          .values({
            ...person,
            email: person.email ?? null,
            createdAt: new Date(person.createdAt),
            passwordHash,
          })
          .onConflictDoNothing()
          .returning({ id: people.id });
        if (stored.length === 0) return false;
        await appendAudit(tx, entry);
        return true;
      }),
    changePerson: (id, change, entry) =>
      database.transaction(async (tx) => {
        // All at once: two admins who disable each other must not both win.
        const admins = await tx.select({ id: people.id }).from(people).where(isAdmin).for('update');
        const [before] = await tx.select().from(people).where(eq(people.id, id)).for('update');
        if (!before) return undefined;
        const isLast = admins.length === 1 && admins[0]?.id === id;
        if (isLast && (change.isDisabled || change.role !== 'admin')) return 'lastAdmin';

        const after = { ...change, email: change.email ?? null } satisfies Record<
          keyof PersonChange,
          unknown
        >;
        await tx.update(people).set(after).where(eq(people.id, id));
        if (change.isDisabled) await tx.delete(sessions).where(eq(sessions.person, id));
        const changed = toPerson({ ...before, ...after });
        await appendAudit(tx, { ...entry, before: toPerson(before), after: changed });
        return changed;
      }),
    setPassword: (id, passwordHash, kept, entry) =>
      database.transaction(async (tx) => {
        await tx.update(people).set({ passwordHash }).where(eq(people.id, id));
        const others = kept && ne(sessions.id, kept.session);
        await tx.delete(sessions).where(and(eq(sessions.person, id), others));
        await appendAudit(tx, entry);
      }),
  };
}

const isAdmin = and(eq(people.provider, 'local'), eq(people.role, 'admin'), eq(people.isDisabled, false));

export function toPerson({ id, name, email, role, provider, ...row }: typeof people.$inferSelect): Person {
  return {
    id,
    name,
    ...(email !== null && { email }),
    role,
    provider,
    isDisabled: row.isDisabled,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
  };
}
