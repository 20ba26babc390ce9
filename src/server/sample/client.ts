import { setTimeout as delay } from 'node:timers/promises';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

export type ApiRequest = {
  method: 'GET' | 'PUT' | 'POST';
  path: string;
  body?: { type: 'application/json' | 'application/x-ndjson' | 'application/yaml'; text: string };
  /** The server counts a batch once however often it comes, so a batch is safe to send again. */
  idempotencyKey?: string;
};

/** A client of the public API that outlasts a server that is away or overloaded. */
export interface ApiClient {
  /** @throws {Error} on an answer that trying again will not change */
  send(request: ApiRequest): Promise<unknown>;
}

export function createApiClient({
  url,
  apiKey,
  signal,
}: {
  url: string;
  apiKey: string | undefined;
  /** Ends waiting and sending; `send` then rejects. */
  signal: AbortSignal;
}): ApiClient {
  return {
    async send({ method, path, body, idempotencyKey }) {
      const init: RequestInit = {
        method,
        signal,
        headers: {
          ...(body && { 'content-type': body.type }),
          ...(apiKey && { authorization: `Bearer ${apiKey}` }),
          ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
        },
        ...(body && { body: body.text }),
      };
      for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs)) {
        const answer = await attempt(new URL(path, url), init, signal);
        if (answer?.isFinal) {
          if (answer.isOk) return JSON.parse(answer.text);
          throw new Error(
            `${method} ${path} was answered with ${answer.status}: ${answer.text.slice(0, 500)}`,
          );
        }
        await delay(waitMs, undefined, { signal });
      }
    },
  };
}

type Answer = { isFinal: boolean; isOk: boolean; status: number; text: string };

/** Undefined when nobody answered, or the connection broke before the whole answer was here. */
async function attempt(url: URL, init: RequestInit, signal: AbortSignal): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, init);
    const { status, ok: isOk } = response;
    return {
      isFinal: status < 500 && status !== 408 && status !== 429,
      isOk,
      status,
      text: await response.text(),
    };
  } catch (cause) {
    if (signal.aborted || !isConnectionFault(cause)) throw cause;
    return undefined;
  }
}

/** What fetch makes of a refused, reset or closed connection: a TypeError with the system's error as its cause. */
function isConnectionFault(fault: unknown): boolean {
  return fault instanceof TypeError && fault.cause instanceof Error;
}
