import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { AuditEntry } from '#api/ports.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { openPglite, openPostgres, type OpenControlStore } from '#server/stores/open-control-store.ts';

/** What the suites of the control store run on; PostgreSQL where `DATABASE_URL` names a server. */
export const controlStores: { name: string; open: () => Promise<OpenControlStore> }[] = [
  { name: 'memory', open: async () => ({ store: createMemoryControlStore(), close: async () => {} }) },
  { name: 'PGlite', open: openInFolder },
  ...(process.env.DATABASE_URL
    ? [{ name: 'PostgreSQL', open: () => openInDatabase(process.env.DATABASE_URL as string) }]
    : []),
];

export function audit(action: string, subject: string): AuditEntry {
  return {
    actor: 'tester',
    action,
    subject,
    at: '2026-11-24T10:00:00.123Z',
    before: null,
    after: { note: ['kept', null, 1] },
    reason: '',
    origin: { ip: '127.0.0.1', userAgent: 'test', session: null },
  };
}

async function openInFolder(): Promise<OpenControlStore> {
  const folder = mkdtempSync(join(tmpdir(), 'control-'));
  const opened = await openPglite(join(folder, 'control'));
  return {
    store: opened.store,
    async close() {
      await opened.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A database of its own, dropped at the end; two servers open and migrate it at once. */
async function openInDatabase(url: string): Promise<OpenControlStore> {
  const name = `control_${randomUUID().replaceAll('-', '')}`;
  const own = new URL(url);
  own.pathname = `/${name}`;
  await administer(url, `CREATE DATABASE ${name}`);
  const [first, second] = await Promise.all([
    openPostgres(own.href, console.error),
    openPostgres(own.href, console.error),
  ]);
  return {
    store: first.store,
    async close() {
      await Promise.all([first.close(), second.close()]);
      await administer(url, `DROP DATABASE ${name}`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
