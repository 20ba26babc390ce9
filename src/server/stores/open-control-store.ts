import { fork } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlStore } from '#api/ports.ts';
import { createControlStore } from './control-store.ts';

const migrationsFolder = join(import.meta.dirname, 'migrations');
/** Any number, the same in all servers of one database. */
const MIGRATION_LOCK = 74_740_001;

export type OpenControlStore = { store: ControlStore; close(): Promise<void> };

/** PostgreSQL at a URL, migrated by one server at a time. */
export async function openPostgres(
  url: string,
  onTrouble: (trouble: unknown) => void,
): Promise<OpenControlStore> {
  const [{ PostgresPool }, { drizzle }, { migrate }] = await Promise.all([
    import('./postgres-pool.ts'),
    import('drizzle-orm/node-postgres'),
    import('drizzle-orm/node-postgres/migrator'),
  ]);
  const pool = new PostgresPool({ connectionString: url, max: 10 });
  // A database that goes away is told to idle clients and to those in use; either would end the process unheard.
  pool.on('error', onTrouble);
  pool.on('connect', (client) => client.on('error', onTrouble));
  const database = drizzle({ client: pool });
  const locker = await pool.connect();
  try {
    await locker.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(database, { migrationsFolder });
    await locker.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } finally {
    locker.release();
  }
  return { store: createControlStore(database), close: () => pool.end() };
}

/** PGlite in a folder; the caller holds the folder's lock, because PGlite takes none. */
export async function openPglite(folder: string): Promise<OpenControlStore> {
  if (!existsSync(folder)) await initialise(folder);
  const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('drizzle-orm/pglite'),
    import('drizzle-orm/pglite/migrator'),
  ]);
  const pglite = await PGlite.create(folder);
  const database = drizzle({ client: pglite });
  await migrate(database, { migrationsFolder });
  return { store: createControlStore(database), close: () => pglite.close() };
}

/**
 * Makes a fresh database beside the folder and renames it: a start that is killed leaves nothing half-made. In a
 * process of its own, because making one takes half a gigabyte that the process would never give back.
 */
async function initialise(folder: string): Promise<void> {
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const child = fork(join(import.meta.dirname, 'initialise-pglite.ts'), [making], { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0)
    throw new Error(`making the control database in ${making} failed with exit code ${String(code)}`);
  renameSync(making, folder);
}
