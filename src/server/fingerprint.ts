import { createHmac, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** HMAC-SHA256 (first 64 bits, hex) under a salt that never leaves the data folder. */
export async function openFingerprint(dataFolder: string): Promise<(text: string) => string> {
  const salt = await readOrCreateSalt(join(dataFolder, 'fingerprint.salt'));
  return (text) => createHmac('sha256', salt).update(text).digest('hex').slice(0, 16);
}

async function readOrCreateSalt(file: string): Promise<Buffer> {
  try {
    await writeFile(file, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw new Error(`creating ${file}`, { cause });
  }
  return readFile(file);
}
