import type { PersonWithPassword } from '#contract/person.ts';
import type { Actor } from '../../access/actor.ts';
import { createPassword } from '../../access/token.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

/** A new password, which is told this once; whoever was signed in with the old one is not any more. */
export async function resetPassword(
  { control, secrets, now }: Pick<Ports, 'control' | 'secrets' | 'now'>,
  { id, actor }: { id: string; actor: Actor },
): Promise<PersonWithPassword> {
  const person = await control.findPerson(id);
  if (person?.provider !== 'local') throw notFound(`person ${id} with a password`);
  const password = createPassword(secrets);
  const audit = auditEntry(actor, now(), { action: 'password.reset', subject: id });
  await control.setPassword(id, await secrets.hashPassword(password), undefined, audit);
  return { person, password };
}
