import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { finished } from 'node:stream/promises';

export type Asked = { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer };
export type ForwardOptions = { agents: Agents; timeoutMs: number; signal?: AbortSignal };
/** Connections to endpoints, kept alive. */
export type Agents = { http: http.Agent; https: https.Agent };

/** RFC 9110, 7.6.1: what belongs to one connection and goes no further. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * Asks a model endpoint and resolves with the head of its answer, whose body can then be read. A connection that was
 * kept alive and turned out to be closed is replaced once: the endpoint cannot have begun to answer.
 *
 * @throws {NoAnswer} after `timeoutMs` without a head; the error of the connection, or an AbortError by the signal
 */
export async function forward(target: URL, asked: Asked, options: ForwardOptions): Promise<IncomingMessage> {
  try {
    return await ask(target, asked, options);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return ask(target, asked, options);
  }
}

/** Headers that may be passed on. */
export function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name) && !named.includes(name)),
  );
}

/** The whole body, cut off after so many bytes; all of it is consumed. */
export async function readUpTo(answer: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    if (bytes < mostBytes) chunks.push(chunk.subarray(0, mostBytes - bytes));
    bytes += chunk.length;
  });
  await finished(answer);
  return Buffer.concat(chunks);
}

/** The endpoint did not begin to answer in time. */
export class NoAnswer extends Error {}
class StaleConnection extends Error {}

function ask(
  target: URL,
  asked: Asked,
  { agents, timeoutMs, signal }: ForwardOptions,
): Promise<IncomingMessage> {
  const [request, agent] =
    target.protocol === 'https:' ? [https.request, agents.https] : [http.request, agents.http];
  return new Promise((resolve, reject) => {
    const outgoing = request({
      agent,
      protocol: target.protocol,
      hostname: target.hostname,
      port: target.port,
      path: target.pathname.replace(/\/$/, '') + asked.path,
      method: asked.method,
      headers: {
        ...endToEnd(asked.headers),
        host: target.host,
        'content-length': String(asked.body.length),
      },
      ...(signal && { signal }),
    });
    const late = setTimeout(() => outgoing.destroy(new NoAnswer(`no answer in ${timeoutMs} ms`)), timeoutMs);
    outgoing.on('response', (answer) => {
      clearTimeout(late);
      resolve(answer);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(late);
      const isStale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(isStale ? new StaleConnection() : error);
    });
    outgoing.end(asked.body);
  });
}
