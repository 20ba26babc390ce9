import { serve } from '@hono/node-server';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { createHttp } from '#server/http.ts';
import { memoryApp, type MemoryApp } from '#test/api/memory-app.ts';

export interface ServedApp extends MemoryApp {
  url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The real server over memory stores, on a port of its own. */
export async function serveApp(api: MemoryApp = memoryApp()): Promise<ServedApp> {
  const http = createHttp(api.ports, {
    webFolder: import.meta.dirname,
    log: pino({ level: 'silent' }),
    hasProxy: false,
  });
  const server = serve({ fetch: http.fetch, hostname: '127.0.0.1', port: 0 }) as Server;
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...api,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
