import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Takes the data folder for this process, and returns the way to give it back. The lock is the kernel's: a killed
 * process leaves none behind. It is needed because a second opener of a PGlite folder destroys it.
 *
 * @throws {Error} when another process holds the folder
 */
export function lockDataFolder(folder: string): () => void {
  const database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode=OFF; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new Error(
      `another Anchorwatch is using the data folder ${folder}: stop it, or give this one a folder of its own with ANCHORWATCH_DATA (and a PORT)`,
      { cause },
    );
  }
  return () => database.close();
}
