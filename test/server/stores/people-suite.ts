import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { inside, localActor } from '#api/access/actor.ts';
import type { StoredSession } from '#api/people-store.ts';
import type { ControlStore } from '#api/ports.ts';
import { auditEntry } from '#api/services/audit/audit-entry.ts';
import type { ApiKey } from '#contract/api-key.ts';
import type { Person } from '#contract/person.ts';

const createdAt = '2026-11-24T10:00:00.000Z';
const hours = (count: number) => new Date(Date.parse(createdAt) + count * 3_600_000);

function person(more: Partial<Person> = {}): Person {
  const id = `p-${randomUUID()}`;
  return {
    id,
    name: `Name of ${id}`,
    role: 'engineer',
    provider: 'sample',
    isDisabled: false,
    createdAt,
    createdBy: 'ann',
    ...more,
  };
}

function sessionOf(owner: Person): StoredSession {
  return {
    id: randomUUID(),
    tokenHash: randomUUID(),
    person: owner.id,
    createdAt,
    lastSeenAt: createdAt,
  };
}

function entry(action: string, subject: string) {
  return auditEntry(localActor(inside), new Date(createdAt), { action, subject });
}

/** What every control store does with people, sessions and keys; the store is one for all tests. */
export function keepsPeople(store: () => ControlStore): void {
  const create = async (one: Person, passwordHash: string | null = null) => {
    expect(await store().createPerson(one, passwordHash, entry('person.create', one.id))).toBe(true);
    return one;
  };
  const begin = async (owner: Person, expiredBefore = new Date(0)) => {
    const session = sessionOf(owner);
    await store().createSession(session, expiredBefore, entry('session.create', owner.id));
    return session;
  };

  it('keeps people, and gives a name to one of them only', async () => {
    const ann = await create(person({ email: 'ann@example.org' }), 'hash');

    expect(await store().createPerson(ann, 'other', entry('person.create', 'again'))).toBe(false);

    expect(await store().findPerson(ann.id)).toEqual(ann);
    expect(await store().findPasswordHash(ann.id)).toBe('hash');
    expect(await store().listPeople()).toContainEqual(ann);
    expect(await store().findPerson('nobody')).toBeUndefined();
    expect(await store().findPasswordHash('nobody')).toBeUndefined();
    expect((await store().listAudit(1))[0]?.subject).toBe(ann.id);
  });

  it('changes a person, and audits what there was before', async () => {
    const ann = await create(person({ email: 'ann@example.org' }));
    const change = { name: 'Ann', role: 'viewer' as const, isDisabled: false };

    const changed = await store().changePerson(ann.id, change, entry('person.change', ann.id));

    const { email: _, ...kept } = ann;
    expect(changed).toEqual({ ...kept, ...change });
    expect(await store().findPerson(ann.id)).toEqual(changed);
    expect((await store().listAudit(1))[0]).toMatchObject({ before: ann, after: changed });
    expect(await store().changePerson('nobody', change, entry('person.change', 'x'))).toBeUndefined();
  });

  it('does not let the last admin go, not even when two admins disable each other at once', async () => {
    const [ann, bob] = [person(), person()].map((one) => ({
      ...one,
      provider: 'local' as const,
      role: 'admin' as const,
    })) as [Person, Person];
    await create(ann);
    expect(await store().hasAccounts()).toBe(true);
    const disable = ({ id, name }: Person) =>
      store().changePerson(id, { name, role: 'admin', isDisabled: true }, entry('person.change', id));

    expect(await disable(ann)).toBe('lastAdmin');
    await create(bob);
    const outcomes = await Promise.all([disable(ann), disable(bob)]);

    expect(outcomes.filter((outcome) => outcome === 'lastAdmin')).toHaveLength(1);
  });

  it('finds a session and its person by the hash of the token until it ends', async () => {
    const ann = await create(person());
    const session = await begin(ann);

    await store().touchSession(session.id, hours(1));

    const lastSeenAt = hours(1).toISOString();
    expect(await store().findSession(session.tokenHash)).toEqual({
      session: { ...session, lastSeenAt },
      person: ann,
    });
    await store().endSession(session.id, entry('session.end', ann.id));
    expect(await store().findSession(session.tokenHash)).toBeUndefined();
  });

  it('ends the sessions of who is disabled, of who gets another password, and old ones', async () => {
    const ann = await create(person(), 'hash');
    const bob = await create(person());
    const [kept, lost] = [await begin(ann), await begin(ann)];
    const bobs = await begin(bob);

    await store().setPassword(ann.id, 'new', { session: kept.id }, entry('password.change', ann.id));
    expect(await store().findPasswordHash(ann.id)).toBe('new');
    expect(await store().findSession(lost.tokenHash)).toBeUndefined();
    expect(await store().findSession(kept.tokenHash)).toBeDefined();

    const change = { name: bob.name, role: bob.role, isDisabled: true };
    await store().changePerson(bob.id, change, entry('person.change', bob.id));
    expect(await store().findSession(bobs.tokenHash)).toBeUndefined();

    await begin(ann, hours(1));
    expect(await store().findSession(kept.tokenHash)).toBeUndefined();
  });

  it('finds a key by the hash of its token until it is revoked', async () => {
    const key: ApiKey = {
      id: randomUUID(),
      name: 'edge 7',
      hint: 'aw_abcd',
      scopes: ['predictions', 'labels'],
      createdAt,
      createdBy: 'ann',
    };
    const tokenHash = randomUUID();
    await store().createApiKey(key, tokenHash, entry('api-key.create', key.id));
    await store().touchApiKey(key.id, hours(2));
    const used = { ...key, lastUsedAt: hours(2).toISOString() };
    expect(await store().findApiKey(tokenHash)).toEqual(used);

    const revoke = () => store().revokeApiKey(key.id, hours(3), 'bob', entry('api-key.revoke', key.id));
    const revoked = { ...used, revokedAt: hours(3).toISOString(), revokedBy: 'bob' };

    expect(await revoke()).toEqual(revoked);
    expect(await revoke()).toBeUndefined();
    expect(await store().findApiKey(tokenHash)).toBeUndefined();
    expect((await store().listApiKeys())[0]).toEqual(revoked);
  });

  it('keeps what was refused', async () => {
    await store().recordAct({ ...entry('access.refused', 'putPipeline'), reason: 'you are viewer' });

    expect((await store().listAudit(1))[0]).toMatchObject({
      action: 'access.refused',
      reason: 'you are viewer',
    });
  });
}
