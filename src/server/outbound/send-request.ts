import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { TargetGuard } from './target-guard.ts';

/** As much of an answer as anybody wants to see. */
const MOST_CHARACTERS = 2_000;

export type OutboundRequest = {
  url: string;
  method: 'GET' | 'POST' | 'DELETE';
  headers: Record<string, string>;
  body?: string | Uint8Array;
  timeoutMs: number;
  /** How much of the answer is read; the rest is left. */
  mostCharacters?: number;
};

/** `body`: how it begins. */
export type OutboundAnswer = { status: number; headers: IncomingHttpHeaders; body: string };

/**
 * One request over a connection of its own, without following redirects, that ends in time whatever the other side does.
 *
 * @throws {Error} when there is no answer, in words for people
 */
export async function sendRequest(
  guard: TargetGuard,
  { url, method, headers, body, timeoutMs, mostCharacters = MOST_CHARACTERS }: OutboundRequest,
): Promise<OutboundAnswer> {
  const target = new URL(url);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) guard.checkAddress(host);
  const signal = AbortSignal.timeout(timeoutMs);
  const start = target.protocol === 'https:' ? httpsRequest : httpRequest;
  try {
    return await new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const sent = start(
        target,
        { method, headers: { ...headers, ...length }, lookup: guard.lookup, agent: false, signal },
        (answer) => {
          let text = '';
          const finish = () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: text.slice(0, mostCharacters),
            });
          answer.setEncoding('utf8');
          answer.on('data', (part: string) => {
            text += part;
            if (text.length < mostCharacters) return;
            finish();
            answer.destroy();
          });
          answer.on('end', finish);
          answer.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  } catch (cause) {
    throw new Error(wordsOf(cause, signal.aborted, timeoutMs), { cause });
  }
}

function wordsOf(cause: unknown, isLate: boolean, timeoutMs: number): string {
  if (isLate) return `no answer within ${timeoutMs / 1000} s`;
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
      return 'no such host';
    case 'EAI_AGAIN':
      return 'the name of the host cannot be looked up now';
    case 'ECONNRESET':
      return 'the connection was cut before an answer came';
    default:
      return cause.message;
  }
}
