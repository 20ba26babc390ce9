import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { columnsMediaType } from '#contract/columns.ts';

const mediaTypes: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export type PageServer = { url: string; close: () => void };

/** Serves the built pages, and a simulated API on a clock that runs `speed` times as fast as the real one. */
export async function servePages(
  folder: string,
  answerOf: (url: URL, nowMs: number) => unknown,
  { speed, startMs }: { speed: number; startMs: number },
): Promise<PageServer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname.startsWith('/api/')) {
      const answer = answerOf(url, startMs + (Date.now() - startMs) * speed);
      if (answer instanceof Uint8Array) {
        response.writeHead(200, { 'content-type': columnsMediaType });
        response.end(answer);
        return;
      }
      response.writeHead(answer === undefined ? 404 : 200, {
        'content-type': answer === undefined ? 'application/problem+json' : 'application/json',
        'timing-allow-origin': '*',
      });
      response.end(
        JSON.stringify(answer ?? { type: '/problems/not-found', title: 'not found', status: 404 }),
      );
      return;
    }
    const file = join(folder, url.pathname);
    const found = extname(url.pathname) !== '' && existsSync(file) ? file : join(folder, 'index.html');
    response.writeHead(200, {
      'content-type': mediaTypes[extname(found)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    });
    response.end(readFileSync(found));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
