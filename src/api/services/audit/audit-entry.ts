import type { Actor } from '../../access/actor.ts';
import type { AuditEntry } from '../../ports.ts';

/** What is done, to what; `before` and `after` are null where there is nothing. */
export type Change = { action: string; subject: string; before?: unknown; after?: unknown; reason?: string };

/** The entry that a store keeps in the same transaction as the change. A store that takes something away fills in `before`. */
export function auditEntry(actor: Actor, at: Date, change: Change): AuditEntry {
  const { action, subject, before = null, after = null, reason = '' } = change;
  return {
    actor: actor.id,
    action,
    subject,
    at: at.toISOString(),
    before,
    after,
    reason,
    origin: actor.origin,
  };
}
