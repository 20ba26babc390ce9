import type { AuditEntry } from '../../ports.ts';
import { canonicalJson } from './canonical-json.ts';

/** What the first entry of a chain follows. */
export const chainStart = '0'.repeat(64);

/** SHA-256 (hex) over the hash of the entry before and this entry as canonical JSON: whoever alters one must alter all after it. */
export async function chainHash(previousHash: string, entry: AuditEntry): Promise<string> {
  const { actor, action, subject, at, before, after, reason, origin } = entry;
  const text = canonicalJson({ actor, action, subject, at, before, after, reason, origin });
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${previousHash}\n${text}`));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
