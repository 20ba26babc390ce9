import type { IncomingMessage, ServerResponse } from 'node:http';

export class TooLarge extends Error {}

/**
 * The whole body of a request.
 *
 * @throws {TooLarge} beyond so many bytes, with the rest unread; the error of the connection
 */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw new TooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Answers in place of a model, in the shape of RFC 9457. */
export function refuse(response: ServerResponse, status: number, detail: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/problem+json', connection: 'close' });
  response.end(JSON.stringify({ title: 'Anchorwatch gateway', status, detail }));
}
