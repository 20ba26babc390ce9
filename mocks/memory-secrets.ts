import type { Secrets } from '#api/ports.ts';

/** For a page that keeps nothing: hashes that cost no time. */
export function createMemorySecrets(): Secrets {
  return {
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    hashPassword: async (password) => `plain ${password}`,
    verifyPassword: async (password, hash) => hash === `plain ${password}`,
  };
}
