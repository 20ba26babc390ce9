import type { Silence } from '#contract/silence.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict, notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

/** A second person lets a broad silence begin. */
export async function approveSilence({ control }: Ports, id: string, actor: Actor): Promise<Silence> {
  const atMs = await control.currentTime();
  const known = (await control.listSilences(atMs)).find((silence) => silence.id === id);
  if (!known) throw notFound(`silence ${id} that has not ended`);
  if (!known.approval) throw conflict('the silence needs no approval', 'it is in force already');
  if (known.createdBy === actor.id)
    throw conflict('a second person is needed', 'who asks for a broad silence does not approve it');
  const entry = auditEntry(actor, new Date(atMs), { action: 'silence.approve', subject: id });
  const approved = await control.approveSilence({ id, by: actor.id, atMs }, entry);
  if (!approved) throw conflict('the silence is approved already', 'somebody was first, or it has ended');
  return approved;
}
