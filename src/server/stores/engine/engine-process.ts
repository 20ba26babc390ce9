import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import { createEngineServer } from './engine-http.ts';
import type { EngineOrder, EngineReport } from './engine-message.ts';
import { openLanes, type Lanes } from './lanes.ts';
import { mendDeduplication } from './mend-deduplication.ts';

/** The embedded engine in a process of its own: `engine-process.ts <folder> <socket>`. */
const [folder, socket] = process.argv.slice(2) as [string, string];

const MOST_MEMORY_BYTES = 4 * 1024 ** 3;
const CLOSE_MS = 5_000;
const connectionArgs = [
  `--max_server_memory_usage=${Math.min(MOST_MEMORY_BYTES, Math.round(totalmem() / 2))}`,
  '--max_query_size=67108864', // SET carries the parameters, long names among them
];

process.umask(0o077); // the socket, and the data, are for this user alone
// A Ctrl+C reaches the whole group: the parent drains first, then asks this process to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

try {
  const lanes = openLanes(folder, connectionArgs);
  const server = createEngineServer(lanes);
  const close = () => {
    setTimeout(() => process.exit(1), CLOSE_MS).unref();
    server.close();
    void lanes.close().then(() => process.exit(0));
  };
  process.on('message', (order: EngineOrder) => {
    if (order.type === 'close') close();
  });
  process.on('disconnect', close);
  server.on('error', (cause) => fail(cause));
  rmSync(socket, { force: true }); // left behind by a process that was killed
  await mendDeduplication((sql) => ask(lanes, sql));
  server.listen(socket, () => report({ type: 'listening' }));
} catch (cause) {
  fail(cause);
}

async function ask(lanes: Lanes, sql: string): Promise<string> {
  const bytes = await lanes.run(
    { sql, params: {}, settings: {}, kind: 'write', id: randomUUID() },
    new AbortController().signal,
  );
  return Buffer.from(bytes).toString();
}

function report(message: EngineReport, then?: () => void): void {
  process.send?.(message, undefined, undefined, then);
}

function fail(cause: unknown): void {
  const reason = cause instanceof Error ? cause.message : String(cause);
  report({ type: 'failed', reason }, () => process.exit(1));
}
