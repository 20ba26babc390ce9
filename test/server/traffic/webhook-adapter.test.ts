import { afterEach, describe, expect, it } from 'vitest';
import type { DeploymentReader } from '#server/traffic/deployment-reader.ts';
import { createWebhookAdapter } from '#server/traffic/webhook-adapter.ts';
import { type ModelServer, startModel } from '../gateway/model-server.ts';
import { documentOf, writeBy } from './traffic-suite.ts';

const servers: ModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const deployment: DeploymentReader = {
  warmUp: async () => ({ state: 'ready' }),
  urls: async () => ({ stable: new URL('http://v17:8080'), candidate: new URL('http://v18:8080') }),
};

/** A router that keeps what it is told, and refuses an older fence. */
async function routerAt() {
  const kept: { document: unknown; fence: number | null } = { document: null, fence: null };
  const seen: { authorization: string | undefined; body: unknown }[] = [];
  const server = await startModel('router', (body, request, response) => {
    seen.push({ authorization: request.headers.authorization, body: body === '' ? null : JSON.parse(body) });
    if (request.method === 'PUT') {
      const told = JSON.parse(body) as { document: unknown; fence: number };
      if (kept.fence !== null && told.fence < kept.fence) return void response.writeHead(409).end('too late');
      Object.assign(kept, { document: told.document, fence: told.fence });
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(kept));
  });
  servers.push(server);
  const adapter = createWebhookAdapter([{ url: server.url.href, token: 'secret' }], {}, deployment);
  const apply = async (candidate: number, fence: number) =>
    (await adapter.apply(documentOf(candidate), writeBy(fence))).routers[0]?.error;
  const observed = async () => (await adapter.observe()).routers[0];
  return { server, seen, kept, apply, observed };
}

describe('a router that speaks our documents', () => {
  it('is told where the versions answer, and says what it obeys', async () => {
    const { seen, apply, observed } = await routerAt();

    expect(await observed()).toMatchObject({ document: null, error: null });
    expect(await apply(500, 3)).toBeNull();
    expect(seen.at(-1)).toMatchObject({
      authorization: 'Bearer secret',
      body: { fence: 3, arms: { candidate: { version: 'v18', url: 'http://v18:8080/' } } },
    });
    expect(await observed()).toMatchObject({ document: documentOf(500), fence: 3, error: null });
  });

  it('refuses a writer whose time is over', async () => {
    const { apply } = await routerAt();
    await apply(500, 3);

    expect(await apply(900, 2)).toBe('answered with 409: too late');
  });

  it('is not believed when it says something else, and missed when it is gone', async () => {
    const { server, kept, apply, observed } = await routerAt();
    kept.document = { split: 'all' };
    expect((await observed())?.error).toBe('its answer is no document');
    await server.stop();

    expect(await apply(500, 3)).toContain('ECONNREFUSED');
    expect((await observed())?.error).toContain('ECONNREFUSED');
  });
});
