import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Received = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  raw: Buffer;
};
/** What the receiver does with a request; the last one stays. */
export type Behaviour = (response: ServerResponse) => void;

export const answers =
  (status: number, headers: Record<string, string> = {}, body = ''): Behaviour =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };
export const cuts: Behaviour = (response) => {
  response.socket?.destroy();
};
export const hangs: Behaviour = () => {};

/** A real HTTP server that takes messages and behaves as it is told, until the test ends. */
export async function openReceiver(...script: [Behaviour, ...Behaviour[]]) {
  const behaviours: Behaviour[] = script;
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts);
      received.push({
        raw,
        body: raw.toString(),
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
      });
      const [behaviour = hangs] = behaviours;
      if (behaviours.length > 1) behaviours.shift();
      behaviour(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    received,
    /** From the end where negative. */
    json: (index: number) => JSON.parse(received.at(index)?.body ?? 'null') as Record<string, unknown>,
    behaves(behaviour: Behaviour) {
      behaviours.splice(0, behaviours.length, behaviour);
    },
  };
}
