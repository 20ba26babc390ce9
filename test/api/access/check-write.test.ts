import { beforeAll, describe, expect, it } from 'vitest';
import { memoryApp, prediction, type MemoryApp } from '#test/api/memory-app.ts';
import { addAccount, signInAs } from './as.ts';

const writes = [
  { method: 'POST', path: '/predictions', body: JSON.stringify([prediction(1)]) },
  { method: 'POST', path: '/saved-views', body: JSON.stringify({ name: 'x', address: '/' }) },
  { method: 'PUT', path: '/pipelines/loans', body: '{}' },
  { method: 'DELETE', path: '/saved-views/none', body: undefined },
  { method: 'POST', path: '/people/none/password-reset', body: undefined },
];
const own = 'http://localhost';

describe('a write with a session', () => {
  let api: MemoryApp;
  let cookie: string;
  beforeAll(async () => {
    api = memoryApp();
    cookie = await signInAs(api, 'dana', await addAccount(api, 'dana', 'admin'));
  });

  const status = async (
    { method, path, body }: (typeof writes)[number],
    headers: Record<string, string | undefined>,
  ) => {
    const sent = Object.entries({ cookie, ...headers }).filter((header): header is [string, string] =>
      Boolean(header[1]),
    );
    const init = { method, headers: sent, ...(body !== undefined && { body }) };
    return (await api.app.request(`/api/v1${path}`, init)).status;
  };

  describe.each(writes)('$method $path', (write) => {
    const type = write.body === undefined ? undefined : 'application/json';

    it.each([
      { origin: own },
      { origin: own, 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'same-origin' },
    ])('gets through from the page itself: %j', async (headers) => {
      expect([200, 404]).toContain(await status(write, { ...headers, 'content-type': type }));
    });

    it.each([
      { origin: 'https://evil.example' },
      { origin: 'http://localhost:8080' },
      { origin: 'https://localhost' },
      { origin: 'http://localhost.evil.example' },
      { origin: 'null' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      { origin: own, 'sec-fetch-site': 'same-site' },
      { origin: own, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
      {},
    ])('is refused from elsewhere, whatever its type: %j', async (headers) => {
      for (const contentType of [type, 'text/plain', 'application/x-www-form-urlencoded', undefined]) {
        expect(await status(write, { ...headers, 'content-type': contentType })).toBe(403);
      }
    });

    it.each([
      'text/plain',
      'text/plain; application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
    ])('is refused as %s, which a form could send', async (contentType) => {
      expect(await status(write, { origin: own, 'content-type': contentType })).toBe(415);
    });
  });

  it('may come by the public origin behind a proxy, and then by no other', async () => {
    const [write] = writes as [(typeof writes)[number]];
    api.ports.listener = { ...api.ports.listener, publicOrigin: 'https://watch.example.org' };
    const key = { cookie: undefined, 'content-type': 'application/json' };

    expect(await status(write, { ...key, origin: 'https://watch.example.org' })).toBe(401);
    expect(await status(write, { ...key, origin: own })).toBe(403);
  });
});

it('a program without a cookie need not say where it comes from', async () => {
  const { post } = memoryApp();

  expect((await post('/predictions', [prediction(1)])).status).toBe(200);
});
