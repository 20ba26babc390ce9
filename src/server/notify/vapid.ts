import { createPrivateKey, generateKeyPairSync, sign, type JsonWebKey } from 'node:crypto';

/** Push services take tokens of at most a day. */
const LIFETIME_SECONDS = 12 * 3_600;

/** A new key pair on P-256, as text. */
export function newVapidKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return JSON.stringify(privateKey.export({ format: 'jwk' }));
}

/** The public half, as browsers want it: an uncompressed point in base64url. */
export function vapidPublicKey(key: string): string {
  const { x = '', y = '' } = JSON.parse(key) as JsonWebKey;
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString(
    'base64url',
  );
}

/** Who sends, for one push service: RFC 8292. */
export function vapidHeader(
  key: string,
  { endpoint, subject, atMs }: { endpoint: string; subject: string; atMs: number },
): string {
  const header = encoded({ typ: 'JWT', alg: 'ES256' });
  const expires = Math.floor(atMs / 1000) + LIFETIME_SECONDS;
  const claims = encoded({ aud: new URL(endpoint).origin, exp: expires, sub: subject });
  const privateKey = createPrivateKey({ key: JSON.parse(key) as JsonWebKey, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(`${header}.${claims}`), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `vapid t=${header}.${claims}.${signature.toString('base64url')}, k=${vapidPublicKey(key)}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
