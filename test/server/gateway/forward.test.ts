import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { endToEnd, forward, NoAnswer, readUpTo } from '#server/gateway/forward.ts';

const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent() };
const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function endpoint(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: URL; server: http.Server }> {
  const server = http.createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/`), server };
}

const asked = {
  method: 'POST',
  path: '/models/asr/infer?a=1',
  headers: {
    'content-type': 'application/json',
    connection: 'close, x-mine',
    'x-mine': 'private',
    te: 'gzip',
  },
  body: Buffer.from('{"a":1}'),
};

describe('forwarding to a model endpoint', () => {
  it('passes method, path, end-to-end headers and body', async () => {
    const { url } = await endpoint((request, response) => {
      response.setHeader('content-type', 'application/json');
      const { method, url: path, headers } = request;
      request.on('data', (body: Buffer) =>
        response.end(JSON.stringify({ method, path, headers, body: body.toString() })),
      );
    });
    const answer = await forward(url, asked, { agents, timeoutMs: 5000 });
    const seen = JSON.parse((await readUpTo(answer, 1_000_000)).toString()) as Record<string, unknown>;

    expect(answer.statusCode).toBe(200);
    expect(seen).toMatchObject({ method: 'POST', path: '/v2/models/asr/infer?a=1', body: '{"a":1}' });
    expect(seen.headers).toMatchObject({ host: url.host, 'content-length': '7' });
    expect(seen.headers).not.toHaveProperty('x-mine');
    expect(seen.headers).not.toHaveProperty('te');
  });

  it('asks again where a kept connection was closed meanwhile', async () => {
    let requests = 0;
    const { url } = await endpoint((request, response) => {
      requests++;
      // the second request comes on the kept connection, and finds it closed
      if (requests === 2) request.socket.destroy();
      else response.end('ok');
    });
    await readUpTo(await forward(url, asked, { agents, timeoutMs: 5000 }), 10);
    const again = await forward(url, asked, { agents, timeoutMs: 5000 });

    expect((await readUpTo(again, 10)).toString()).toBe('ok');
    expect(requests).toBe(3);
  });

  it('gives up on an endpoint that does not answer in time, and on one that is not there', async () => {
    const { url, server } = await endpoint(() => undefined);

    await expect(forward(url, asked, { agents, timeoutMs: 20 })).rejects.toBeInstanceOf(NoAnswer);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(forward(url, asked, { agents, timeoutMs: 5000 })).rejects.toThrow('ECONNREFUSED');
  });

  it('keeps the first bytes of a long answer, and reads it all', async () => {
    const { url } = await endpoint((_, response) => response.end('x'.repeat(1_000_000)));
    const answer = await forward(url, asked, { agents, timeoutMs: 5000 });

    expect(await readUpTo(answer, 5)).toEqual(Buffer.from('xxxxx'));
    expect(answer.complete).toBe(true);
  });
});

it('drops what belongs to one connection', () => {
  expect(endToEnd({ connection: 'keep-alive', 'keep-alive': 'timeout=5', accept: '*/*' })).toEqual({
    accept: '*/*',
  });
});
