import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import pino from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeColumns } from '#contract/columns.ts';
import { createHttp } from '#server/http.ts';
import { memoryApp, now, prediction } from '#test/api/memory-app.ts';

const webFolder = mkdtempSync(join(tmpdir(), 'anchorwatch-web-'));
mkdirSync(join(webFolder, 'assets'));
writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Anchorwatch</title>');
writeFileSync(join(webFolder, 'assets', 'main-1.js'), 'export {};');
afterAll(() => rmSync(webFolder, { recursive: true }));

async function server({ api = memoryApp(), hasProxy = false } = {}) {
  await api.post('/predictions', [prediction(1, { features: { x: 1 } })]);
  return createHttp(api.ports, { webFolder, log: pino({ level: 'silent' }), hasProxy });
}

describe('the server', () => {
  it('answers every page path with the app, and never from a stale cache', async () => {
    const response = await (await server()).request('/p/speech/s/asr/drift');

    expect(await response.text()).toContain('<title>Anchorwatch</title>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('lets built assets be cached for ever', async () => {
    const response = await (await server()).request('/assets/main-1.js');

    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  it('answers 404 for an asset of an older build, and lets nobody cache that', async () => {
    const response = await (await server()).request('/assets/main-0.js');

    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBeNull();
  });

  it('allows no script from elsewhere and no inline script', async () => {
    const response = await (await server()).request('/');

    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).not.toContain("'unsafe-eval'");
    expect(response.headers.get('strict-transport-security')).toBeNull();
  });

  it('sends column containers as zstd to those who take it', async () => {
    const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
    const path = `/api/v1/pipelines/loans/rows?stage=score&from=${at(60)}&to=${at(0)}&metric=input.x`;

    const packed = await (await server()).request(path, { headers: { 'accept-encoding': 'gzip, zstd' } });
    const plain = await (await server()).request(path);

    expect(packed.headers.get('content-encoding')).toBe('zstd');
    expect(plain.headers.get('content-encoding')).toBeNull();
    const unpacked = Uint8Array.from(zstdDecompressSync(Buffer.from(await packed.arrayBuffer())));
    expect(decodeColumns(unpacked.buffer)).toEqual(decodeColumns(await plain.arrayBuffer()));
  });

  it.each([
    ['the connection', false, '127.0.0.1'],
    ['the last entry that the proxy wrote', true, '203.0.113.7'],
  ])('takes the address of who asks from %s', async (_, hasProxy, ip) => {
    const api = memoryApp();
    const http = await server({ api, hasProxy });
    const headers = {
      'content-type': 'application/json',
      authorization: 'Bearer guess',
      'x-forwarded-for': '10.0.0.1, 203.0.113.7',
    };
    const connection = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };

    await http.request('/api/v1/predictions', { method: 'POST', headers, body: '[]' }, connection);

    expect((await api.ports.control.listAudit(1))[0]?.origin.ip).toBe(ip);
  });

  it('tells a prober that it is alive and ready', async () => {
    const http = await server();

    expect((await http.request('/healthz')).status).toBe(200);
    expect(await (await http.request('/readyz')).json()).toEqual({ status: 'ready' });
  });
});
