import type { PeopleStore, StoredSession } from '#api/people-store.ts';
import type { AuditEntry } from '#api/ports.ts';
import type { ApiKey } from '#contract/api-key.ts';
import type { Person } from '#contract/person.ts';

type StoredPerson = { person: Person; passwordHash: string | null };

/** @param record keeps an audit entry, or throws and nothing is changed */
export function createMemoryPeople(record: (entry: AuditEntry) => void): Omit<PeopleStore, 'recordAct'> {
  const people = new Map<string, StoredPerson>();
  let sessions: StoredSession[] = [];
  const keys: { key: ApiKey; tokenHash: string }[] = [];
  const isAdmin = ({ person: { provider, role, isDisabled } }: StoredPerson) =>
    provider === 'local' && role === 'admin' && !isDisabled;

  return {
    hasAccounts: async () => [...people.values()].some(({ person }) => person.provider === 'local'),
    listPeople: async () =>
      structuredClone([...people.values()].map(({ person }) => person)).sort((a, b) =>
        a.name < b.name || (a.name === b.name && a.id < b.id) ? -1 : 1,
      ),
    findPerson: async (id) => structuredClone(people.get(id)?.person),
    findPasswordHash: async (id) => people.get(id)?.passwordHash ?? undefined,
    async createPerson(person, passwordHash, entry) {
      if (people.has(person.id)) return false;
      record(entry);
      people.set(person.id, { person: structuredClone(person), passwordHash });
      return true;
    },
    async changePerson(id, change, entry) {
      const stored = people.get(id);
      if (!stored) return undefined;
      const otherAdmins = [...people.values()].filter((other) => other !== stored && isAdmin(other));
      const isLast = isAdmin(stored) && otherAdmins.length === 0;
      if (isLast && (change.isDisabled || change.role !== 'admin')) return 'lastAdmin';
      const { email: _, ...kept } = stored.person;
      const changed: Person = { ...kept, ...structuredClone(change) };
      record({ ...entry, before: stored.person, after: changed });
      if (change.isDisabled) sessions = sessions.filter(({ person }) => person !== id);
      people.set(id, { ...stored, person: changed });
      return structuredClone(changed);
    },
    async setPassword(id, passwordHash, kept, entry) {
      record(entry);
      const stored = people.get(id);
      if (stored) stored.passwordHash = passwordHash;
      sessions = sessions.filter((session) => session.person !== id || session.id === kept?.session);
    },

    async createSession(session, expiredBefore, entry) {
      record(entry);
      sessions = sessions.filter(({ createdAt }) => Date.parse(createdAt) >= expiredBefore.getTime());
      sessions.push({ ...session });
    },
    async findSession(tokenHash) {
      const session = sessions.find((each) => each.tokenHash === tokenHash);
      const stored = session && people.get(session.person);
      return stored && structuredClone({ session, person: stored.person });
    },
    async touchSession(id, at) {
      const session = sessions.find((each) => each.id === id);
      if (session) session.lastSeenAt = at.toISOString();
    },
    async endSession(id, entry) {
      record(entry);
      sessions = sessions.filter((session) => session.id !== id);
    },

    listApiKeys: async () => structuredClone(keys.map(({ key }) => key).reverse()),
    async createApiKey(key, tokenHash, entry) {
      record(entry);
      keys.push({ key: structuredClone(key), tokenHash });
    },
    findApiKey: async (tokenHash) =>
      structuredClone(keys.find((each) => each.tokenHash === tokenHash && !each.key.revokedAt)?.key),
    async touchApiKey(id, at) {
      const stored = keys.find(({ key }) => key.id === id);
      if (stored) stored.key.lastUsedAt = at.toISOString();
    },
    async revokeApiKey(id, at, by, entry) {
      const stored = keys.find(({ key }) => key.id === id && !key.revokedAt);
      if (!stored) return undefined;
      const revoked: ApiKey = { ...stored.key, revokedAt: at.toISOString(), revokedBy: by };
      record({ ...entry, before: stored.key, after: revoked });
      stored.key = revoked;
      return structuredClone(revoked);
    },
  };
}
