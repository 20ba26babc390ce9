import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import type { PushSubscriptionRequest } from '#contract/push-subscription.ts';

const CURVE = 'prime256v1';
const RECORD_SIZE = 4_096;
const TAG_BYTES = 16;
/** So many bytes of text fit into the one record that push services take. */
const MOST_BYTES = RECORD_SIZE - TAG_BYTES - 1 - 86;

/**
 * A message that only one browser can read: RFC 8291 over `aes128gcm` (RFC 8188), in one record.
 *
 * @param own for a test with the keys of the RFC; else they are new for every message
 */
export function encryptPush(
  text: string,
  { p256dh, auth }: PushSubscriptionRequest['keys'],
  own: { privateKey?: Buffer; salt?: Buffer } = {},
): Buffer {
  const plain = Buffer.from(text);
  if (plain.length > MOST_BYTES) throw new RangeError(`a push message of ${plain.length} bytes`);
  const receiver = Buffer.from(p256dh, 'base64url');
  const ecdh = createECDH(CURVE);
  if (own.privateKey) ecdh.setPrivateKey(own.privateKey);
  else ecdh.generateKeys();
  const sender = ecdh.getPublicKey();
  const salt = own.salt ?? randomBytes(16);

  const info = Buffer.concat([Buffer.from('WebPush: info\0'), receiver, sender]);
  const keyMaterial = derive(ecdh.computeSecret(receiver), Buffer.from(auth, 'base64url'), info, 32);
  const key = derive(keyMaterial, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(keyMaterial, salt, Buffer.from('Content-Encoding: nonce\0'), 12);

  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const record = Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.of(2)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(RECORD_SIZE);
  return Buffer.concat([salt, size, Buffer.of(sender.length), sender, record]);
}

function derive(secret: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));
}
