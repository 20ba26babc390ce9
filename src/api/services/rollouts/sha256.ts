import { canonicalJson } from '../audit/canonical-json.ts';

/** SHA-256 (hex) of a value as canonical JSON. */
export async function sha256(value: unknown): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(value)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
