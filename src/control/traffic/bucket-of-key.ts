import { ALL_TRAFFIC } from '#contract/traffic.ts';

const RANGE = 2 ** 32;

/**
 * The basis point, from 0 to 9,999, that a key falls to under a salt: MurmurHash3 (A. Appleby, public domain; 32 bits,
 * a UTF-16 unit as a block) of both. Not for secrets: somebody who knows the salt can choose a key that falls where he
 * wants. O(length).
 */
export function bucketOfKey(salt: string, key: string): number {
  const text = `${salt}\0${key}`;
  let hash = 0;
  for (let i = 0; i < text.length; i++) {
    const block = Math.imul(rotated(Math.imul(text.charCodeAt(i), 0xcc9e2d51), 15), 0x1b873593);
    hash = Math.imul(rotated(hash ^ block, 13), 5) + 0xe6546b64;
  }
  hash ^= text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return Math.floor((((hash ^ (hash >>> 16)) >>> 0) / RANGE) * ALL_TRAFFIC);
}

function rotated(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}
