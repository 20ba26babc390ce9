import type { Silence } from '#contract/silence.ts';
import type { Actor } from '../../access/actor.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

export async function expireSilence({ control }: Ports, id: string, actor: Actor): Promise<Silence> {
  const atMs = await control.currentTime();
  const entry = auditEntry(actor, new Date(atMs), { action: 'silence.expire', subject: id });
  const expired = await control.expireSilence({ id, by: actor.id, atMs }, entry);
  if (!expired) throw notFound(`silence ${id} that is in force`);
  return expired;
}
