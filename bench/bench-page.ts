import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import pino from 'pino';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { columnsMediaType } from '#contract/columns.ts';
import { createHttp } from '#server/http.ts';
import { memoryApp } from '#test/api/memory-app.ts';
import { findChromium } from '../tools/chromium.ts';
import type { Bench } from './page/main.ts';

/** `bench/page` in Chromium, behind the real server's headers: its workers live under the product's content security policy. */
export interface BenchPage {
  origin: string;
  run<K extends keyof Bench>(call: K, ...args: Parameters<Bench[K]>): Promise<Awaited<ReturnType<Bench[K]>>>;
  /** CPU time of the page's process, all its threads, so far. */
  cpuMs(): Promise<number>;
  close(): Promise<void>;
}

/** Undefined where there is no Chromium. `files` are columns, answered beside the page as the API would. */
export async function openBenchPage(files: Record<string, Uint8Array>): Promise<BenchPage | undefined> {
  const found = findChromium();
  if (!found) return undefined;

  const webFolder = mkdtempSync(join(tmpdir(), 'anchorwatch-bench-'));
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'page'),
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: webFolder, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  const app = new Hono();
  for (const [path, bytes] of Object.entries(files)) {
    app.get(path, (c) => c.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'content-type': columnsMediaType }));
  }
  app.route(
    '/',
    createHttp(memoryApp().ports, { webFolder, log: pino({ level: 'silent' }), hasProxy: false }),
  );
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const browser = await chromium.launch({
    executablePath: found.path,
    env: { ...(process.env as Record<string, string>), ...found.env },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  const page: Page = await browser.newPage();
  const session = await browser.newBrowserCDPSession();
  await page.goto(origin);
  await page.waitForFunction(() => 'bench' in globalThis);
  return {
    origin,
    run: (call, ...args) =>
      page.evaluate(
        ([name, given]) => {
          const { bench } = globalThis as unknown as {
            bench: Record<string, (...all: unknown[]) => unknown>;
          };
          return bench[name as string]?.(...(given as unknown[]));
        },
        [call, args],
      ) as never, // what the named function answers
    async cpuMs() {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      const renderers = processInfo.filter(({ type }) => type === 'renderer');
      return renderers.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
    },
    async close() {
      await browser.close();
      server.close();
      rmSync(webFolder, { recursive: true });
    },
  };
}
