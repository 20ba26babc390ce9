import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ModelServer = { url: URL; requests: () => number; stop: () => Promise<void> };
type Answer = (body: string, request: IncomingMessage, response: ServerResponse) => void;

/** A model behind HTTP on a port of its own; without an answer of its own it says which version it is. */
export async function startModel(version: string, answer: Answer = answering(version)): Promise<ModelServer> {
  let requests = 0;
  const server = http.createServer((request, response) => {
    requests++;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(Buffer.concat(chunks).toString(), request, response));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    requests: () => requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function answering(version: string): Answer {
  return (_, __, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ prediction: `by ${version}`, confidence: 0.9 }));
  };
}

/** Takes requests and never answers. */
export const hanging: Answer = () => undefined;
