import type { Person, PersonChange } from '#contract/person.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict, notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

export async function changePerson(
  { control, now }: Pick<Ports, 'control' | 'now'>,
  { id, change, actor }: { id: string; change: PersonChange; actor: Actor },
): Promise<Person> {
  const audit = auditEntry(actor, now(), { action: 'person.change', subject: id });
  const changed = await control.changePerson(id, change, audit);
  if (!changed) throw notFound(`person ${id}`);
  if (changed === 'lastAdmin') {
    throw conflict(
      'the last admin stays',
      `nobody else could change people: make another person an admin before you change ${id}`,
    );
  }
  return changed;
}
