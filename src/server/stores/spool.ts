import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Accepted, IngestQueue } from '#api/ports.ts';
import { toNdjson } from './ndjson.ts';

/** Rows that go to the log in one insert; a single larger batch goes alone. */
const GROUP_ROWS = 20_000;
const GROUP_BYTES = 64 * 1024 ** 2;
const KEY_KEPT_MS = 7 * 24 * 3_600_000;
const FORGET_EVERY_MS = 3_600_000;
const MOST_WAITING_BYTES = 2 * 1024 ** 3;
const RETRY_MS = [200, 500, 1_000, 2_000, 5_000];

export interface Spool extends IngestQueue {
  /** Moves what waits to the log, for `limitMs` at most, then closes; the rest waits for the next start. */
  close(limitMs: number): Promise<void>;
}

/** Rows and labels as lines of JSON, which pass through the spool as they are. */
export type Lines = { rows: Uint8Array; labels: Uint8Array };

/** What takes the groups: one whose token was inserted before changes nothing. */
export type SpoolTarget = { insertLines(lines: Lines, token: string): Promise<void> };

type Pending = {
  lines: Lines;
  size: number;
  idempotency: { key: string; bodyHash: string } | undefined;
  receipt: string;
  settle: (result: Accepted) => void;
  fail: (cause: unknown) => void;
};
type Group = { id: string; lines: Lines; lastId: number };

/** An entry waits until its payload is null. A key is kept after that, to know its batch again. */
const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT UNIQUE,
    body_hash TEXT,
    receipt TEXT NOT NULL,
    accepted_ms INTEGER NOT NULL,
    size INTEGER NOT NULL,
    rows BLOB,
    labels BLOB,
    group_id TEXT
  );
  CREATE INDEX IF NOT EXISTS waiting ON entries (id) WHERE rows IS NOT NULL;
`;

/**
 * The durable queue before the log: a batch and its key are one row of an fsynced SQLite table, written before the
 * batch is answered. Batches move to the log in groups; a group's id is written down before its insert and is the
 * insert's token, so a group that is sent again after a crash counts once.
 */
export function openSpool(file: string, target: SpoolTarget, onTrouble: (cause: unknown) => void): Spool {
  const database = new DatabaseSync(file);
  database.exec(schema);
  const find = database.prepare('SELECT body_hash, receipt FROM entries WHERE key = ?');
  const add = database.prepare(
    'INSERT INTO entries (key, body_hash, receipt, accepted_ms, size, rows, labels) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const begun = database.prepare(
    'SELECT id, group_id, rows, labels FROM entries WHERE rows IS NOT NULL AND group_id = (SELECT group_id FROM entries WHERE rows IS NOT NULL AND group_id IS NOT NULL ORDER BY id LIMIT 1) ORDER BY id',
  );
  const waiting = database.prepare(
    'SELECT id, size, length(rows) + length(labels) AS bytes FROM entries WHERE rows IS NOT NULL AND group_id IS NULL ORDER BY id LIMIT 5000',
  );
  const assign = database.prepare(
    'UPDATE entries SET group_id = ? WHERE rows IS NOT NULL AND group_id IS NULL AND id <= ?',
  );
  const dropKeyless = database.prepare(
    'DELETE FROM entries WHERE rows IS NOT NULL AND group_id = ? AND key IS NULL',
  );
  const dropPayload = database.prepare(
    'UPDATE entries SET rows = NULL, labels = NULL WHERE rows IS NOT NULL AND group_id = ?',
  );
  const forget = database.prepare('DELETE FROM entries WHERE rows IS NULL AND accepted_ms < ?');
  const start = database
    .prepare(
      'SELECT coalesce(sum(length(rows) + length(labels)), 0) AS bytes, coalesce(max(id), 0) AS last FROM entries WHERE rows IS NOT NULL',
    )
    .get() as { bytes: number; last: number };

  let bytes = start.bytes;
  let lastAccepted = start.last;
  let lastMoved = 0;
  let forgotMs = 0;
  let pending: Pending[] = [];
  let isClosing = false;
  let wake = () => {};
  const onMoved: (() => void)[] = [];
  const drained = drain();

  return {
    async accept(batch, idempotency, receipt) {
      if (isClosing)
        return { outcome: 'unavailable', reason: 'the server is stopping: send the batch again' };
      if (bytes > MOST_WAITING_BYTES) {
        return { outcome: 'unavailable', reason: 'the log is far behind: send the batch again later' };
      }
      const [rows, labels] = await Promise.all([toNdjson(batch.rows), toNdjson(batch.labels)]);
      const size = batch.rows.length + batch.labels.length;
      if (isClosing)
        return { outcome: 'unavailable', reason: 'the server is stopping: send the batch again' };
      return new Promise((settle, fail) => {
        pending.push({ lines: { rows, labels }, size, idempotency, receipt, settle, fail });
        if (pending.length === 1) setImmediate(commit); // batches of one turn share one fsync
      });
    },
    async settled() {
      const wanted = lastAccepted;
      while (lastMoved < wanted) await new Promise<void>((resolve) => onMoved.push(resolve));
    },
    async close(limitMs) {
      isClosing = true;
      commit();
      wake();
      await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, limitMs).unref())]);
      database.close();
    },
  };

  function commit(): void {
    if (pending.length === 0) return;
    const batches = pending;
    pending = [];
    const results: Accepted[] = [];
    try {
      database.exec('BEGIN IMMEDIATE');
      for (const entry of batches) results.push(write(entry));
      database.exec('COMMIT');
    } catch (cause) {
      if (database.isTransaction) database.exec('ROLLBACK');
      for (const { fail } of batches) fail(new Error('writing the spool', { cause }));
      return;
    }
    for (const [index, { settle }] of batches.entries()) settle(results[index] as Accepted);
    wake();
  }

  function write({ lines: { rows, labels }, size, idempotency, receipt }: Pending): Accepted {
    const earlier = idempotency && find.get(idempotency.key);
    if (earlier) {
      const isSame = earlier.body_hash === idempotency.bodyHash;
      return isSame ? { outcome: 'repeated', receipt: String(earlier.receipt) } : { outcome: 'conflict' };
    }
    const key = idempotency?.key ?? null;
    const { lastInsertRowid } = add.run(
      key,
      idempotency?.bodyHash ?? null,
      receipt,
      Date.now(),
      size,
      rows,
      labels,
    );
    lastAccepted = Number(lastInsertRowid);
    bytes += rows.length + labels.length;
    return { outcome: 'stored' };
  }

  /** Moves groups to the log, one after the other, until the spool is closed and empty. */
  async function drain(): Promise<void> {
    for (let failures = 0; ;) {
      const group = nextGroup();
      if (!group) {
        if (isClosing) return;
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      try {
        await target.insertLines(group.lines, group.id);
        failures = 0;
      } catch (cause) {
        if (isClosing) return;
        onTrouble(new Error('the prediction log does not take rows; they wait in the spool', { cause }));
        await new Promise((resolve) =>
          setTimeout(resolve, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]),
        );
        continue;
      }
      if (!database.isOpen) return; // closed at its limit: the group is sent again at the next start, and counts once
      finish(group);
    }
  }

  /** A group that was begun before a crash, else a new one of what waits. */
  function nextGroup(): Group | undefined {
    let entries = begun.all();
    if (entries.length === 0) {
      const lastId = lastOfGroup(waiting.all() as { id: number; size: number; bytes: number }[]);
      if (lastId === undefined) return undefined;
      assign.run(randomUUID(), lastId);
      entries = begun.all();
    }
    return {
      id: String(entries[0]?.group_id),
      lines: {
        rows: Buffer.concat(entries.map(({ rows }) => rows as Uint8Array)),
        labels: Buffer.concat(entries.map(({ labels }) => labels as Uint8Array)),
      },
      lastId: Number(entries.at(-1)?.id),
    };
  }

  function finish({ id, lines: { rows, labels }, lastId }: Group): void {
    database.exec('BEGIN IMMEDIATE');
    dropKeyless.run(id);
    dropPayload.run(id);
    if (Date.now() - forgotMs > FORGET_EVERY_MS) {
      forgotMs = Date.now();
      forget.run(forgotMs - KEY_KEPT_MS);
    }
    database.exec('COMMIT');
    bytes -= rows.length + labels.length;
    lastMoved = lastId;
    for (const moved of onMoved.splice(0)) moved();
  }
}

function lastOfGroup(entries: { id: number; size: number; bytes: number }[]): number | undefined {
  let rows = 0;
  let bytes = 0;
  let last: number | undefined;
  for (const entry of entries) {
    rows += entry.size;
    bytes += entry.bytes;
    if (last !== undefined && (rows > GROUP_ROWS || bytes > GROUP_BYTES)) break;
    last = entry.id;
  }
  return last;
}
