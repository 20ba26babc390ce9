import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Lanes, Statement } from './lanes.ts';

/** Parameters of a query arrive in its address: hundreds of long metric names must fit. */
const LONGEST_ADDRESS = 32 * 1024 * 1024;
/** Query-string names that are not settings. */
const ownNames = new Set(['query', 'query_id', 'database', 'session_id', 'role', 'default_format']);

/** The part of ClickHouse's HTTP interface that its official client uses, over lanes. */
export function createEngineServer(lanes: Lanes): Server {
  const server = createServer({ maxHeaderSize: LONGEST_ADDRESS, requestTimeout: 0 }, (request, response) => {
    answer(lanes, request, response).catch((cause: unknown) => fail(response, cause));
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

async function answer(lanes: Lanes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://engine');
  if (url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const statement = readStatement(url.searchParams, await readBody(request));
  const bytes = await lanes.run(statement, gone.signal);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'x-clickhouse-query-id': statement.id,
  });
  response.end(bytes);
}

function readStatement(search: URLSearchParams, body: Buffer): Statement {
  const params: Record<string, string> = {};
  const settings: Record<string, string> = {};
  for (const [name, value] of search) {
    if (name.startsWith('param_')) params[wordOf(name.slice('param_'.length))] = value;
    else if (!ownNames.has(name)) settings[wordOf(name)] = value;
  }
  const query = search.get('query');
  const id = search.get('query_id')?.replaceAll(/[^\w-]/g, '') || randomUUID();
  if (query === null) {
    const sql = body.toString();
    return { sql, params, settings, id, kind: /^\s*(SELECT|WITH)\b/i.test(sql) ? 'read' : 'write' };
  }
  const insert = /^\s*INSERT INTO (\w+)\s+FORMAT (JSONEachRow)\s*$/i.exec(query);
  if (!insert) throw new Error(`the engine takes only plain inserts with a body, not ${query.slice(0, 100)}`);
  const payload = { table: insert[1] as string, format: 'JSONEachRow' as const, values: body };
  return { sql: query, params, settings, id, kind: 'write', payload };
}

/** Names go into SQL as they are. */
function wordOf(name: string): string {
  if (!/^\w+$/.test(name)) throw new Error(`not a name of a setting or parameter: ${name.slice(0, 100)}`);
  return name;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function fail(response: ServerResponse, cause: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = /^Code: (\d+)/.exec(message)?.[1];
  response.writeHead(500, code ? { 'x-clickhouse-exception-code': code } : {});
  response.end(message);
}
