import type { ApiKey, ApiKeyRequest, NewApiKey } from '#contract/api-key.ts';
import type { Actor } from '../../access/actor.ts';
import { createToken, hashToken } from '../../access/token.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

/** Lets a scanner of secrets recognise what was left in a repository. */
const PREFIX = 'aw_';
const HINT_LENGTH = 7;

export async function createApiKey(
  ports: Ports,
  { request, actor }: { request: ApiKeyRequest; actor: Actor },
): Promise<NewApiKey> {
  const token = PREFIX + createToken(ports.secrets);
  const at = ports.now();
  const key: ApiKey = {
    id: ports.newId(),
    name: request.name,
    hint: token.slice(0, HINT_LENGTH),
    scopes: [...new Set(request.scopes)],
    createdAt: at.toISOString(),
    createdBy: actor.id,
  };
  const audit = auditEntry(actor, at, { action: 'api-key.create', subject: key.id, after: key });
  await ports.control.createApiKey(key, await hashToken(token), audit);
  return { key, token };
}
