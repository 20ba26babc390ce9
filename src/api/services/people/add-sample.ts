import type { Person } from '#contract/person.ts';
import { machineActor } from '../../access/actor.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

/** Makes the people of the sample known who are not yet; they have no password. */
export async function addSamplePeople(
  { control, now }: Pick<Ports, 'control' | 'now'>,
  people: readonly Pick<Person, 'id' | 'name' | 'role'>[],
): Promise<void> {
  const actor = machineActor('sample');
  for (const each of people) {
    if (await control.findPerson(each.id)) continue;
    const at = now();
    const createdAt = at.toISOString();
    const person: Person = { ...each, provider: 'sample', isDisabled: false, createdAt, createdBy: actor.id };
    const audit = auditEntry(actor, at, { action: 'person.create', subject: person.id, after: person });
    await control.createPerson(person, null, audit);
  }
}
