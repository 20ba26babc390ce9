import type { Caller } from '../../access/authenticate.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

/** Ends the session that was asked with, if there is one. */
export async function signOut({ control, now }: Ports, caller: Caller): Promise<void> {
  const session = 'actor' in caller ? caller.actor.origin.session : null;
  if (session === null || !('actor' in caller)) return;
  const change = { action: 'session.end', subject: caller.actor.id };
  await control.endSession(session, auditEntry(caller.actor, now(), change));
}
