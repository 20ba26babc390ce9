import type { ApiKey } from '#contract/api-key.ts';
import type { Actor } from '../../access/actor.ts';
import { notFound } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

export async function revokeApiKey(
  { control, now }: Ports,
  { id, actor }: { id: string; actor: Actor },
): Promise<ApiKey> {
  const at = now();
  const audit = auditEntry(actor, at, { action: 'api-key.revoke', subject: id });
  const revoked = await control.revokeApiKey(id, at, actor.id, audit);
  if (!revoked) throw notFound(`key ${id} that is not revoked`);
  return revoked;
}
