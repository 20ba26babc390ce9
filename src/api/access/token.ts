import type { Secrets } from '../ports.ts';

const TOKEN_BYTES = 32;
/** Without letters that are taken for digits. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const PASSWORD_GROUPS = 5;
const GROUP_LENGTH = 4;

/** 256 random bits as text that fits into a header. */
export function createToken({ randomBytes }: Secrets): string {
  const text = btoa(String.fromCharCode(...randomBytes(TOKEN_BYTES)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** A password of 99 random bits that can be read out: `k7dm-…`, five groups of four. */
export function createPassword({ randomBytes }: Secrets): string {
  const letters: string[] = [];
  while (letters.length < PASSWORD_GROUPS * GROUP_LENGTH) {
    // A byte beyond the last whole multiple would make some letters likelier than others.
    for (const byte of randomBytes(TOKEN_BYTES)) {
      if (byte < 256 - (256 % ALPHABET.length)) letters.push(ALPHABET[byte % ALPHABET.length] as string);
    }
  }
  return Array.from({ length: PASSWORD_GROUPS }, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  ).join('-');
}

/** SHA-256, hex. A token is random, so it needs no salt and no slow hash. */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
