import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secrets } from '#api/ports.ts';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** OWASP's password storage cheat sheet: 32 MiB and three passes, as hard as 128 MiB and one, and kinder to a small machine. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const MAX_BYTES = 64 * 2 ** 20;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** More at once would take the memory, and the threads that files are read with. */
const MOST_AT_ONCE = 2;

/** Passwords by scrypt, written as `scrypt$N$r$p$salt$key`, so that the cost can be raised later. */
export function createSecrets(): Secrets {
  const inTurn = createTurns(MOST_AT_ONCE);
  const nobody = format(COST, randomBytes(SALT_BYTES), randomBytes(KEY_BYTES));
  return {
    randomBytes: (length) => randomBytes(length),
    hashPassword: (password) =>
      inTurn(async () => {
        const salt = randomBytes(SALT_BYTES);
        return format(COST, salt, await keyOf(password, salt, COST));
      }),
    verifyPassword: (password, hash) =>
      inTurn(async () => {
        const { cost, salt, key } = parse(hash ?? nobody);
        return timingSafeEqual(await keyOf(password, salt, cost), key) && hash !== undefined;
      }),
  };
}

function keyOf(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  // The same text may be typed composed or decomposed.
  return derive(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: MAX_BYTES });
}

function format({ N, r, p }: typeof COST, salt: Buffer, key: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$');
}

function parse(hash: string): { cost: typeof COST; salt: Buffer; key: Buffer } {
  const [method, N, r, p, salt, key] = hash.split('$');
  if (method !== 'scrypt' || salt === undefined || key === undefined)
    throw new Error(`a password hash of an unknown kind: ${method}`);
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
}

/** Runs at most so many tasks at once, the others in the order they came. */
function createTurns(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
