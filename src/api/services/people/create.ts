import type { NewPerson, Person, PersonWithPassword } from '#contract/person.ts';
import { reservedIds, type Actor } from '../../access/actor.ts';
import { createPassword } from '../../access/token.ts';
import { conflict, unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

/** An account with a first password, which is told this once. */
export async function createPerson(
  { control, secrets, now }: Pick<Ports, 'control' | 'secrets' | 'now'>,
  { request, actor }: { request: NewPerson; actor: Actor },
): Promise<PersonWithPassword> {
  if (request.role !== 'admin' && !(await control.hasAccounts())) {
    throw unprocessable(
      '/problems/first-admin',
      'the first account must be an admin',
      'from the first account on everybody must sign in, and only an admin can add others: make an admin first',
    );
  }
  const at = now();
  const person: Person = {
    ...request,
    provider: 'local',
    isDisabled: false,
    createdAt: at.toISOString(),
    createdBy: actor.id,
  };
  const password = createPassword(secrets);
  const audit = auditEntry(actor, at, { action: 'person.create', subject: person.id, after: person });
  const isStored =
    !reservedIds.includes(person.id) &&
    (await control.createPerson(person, await secrets.hashPassword(password), audit));
  if (!isStored) throw conflict('the sign-in name is taken', `${person.id} is taken: choose another`);
  return { person, password };
}
