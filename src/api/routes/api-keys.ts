import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { createApiKey } from '../services/api-keys/create.ts';
import { revokeApiKey } from '../services/api-keys/revoke.ts';

export function apiKeyRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listApiKeys), async (c) =>
    c.json({ items: await ports.control.listApiKeys() }, 200),
  );
  app.openapi(createRoute(routes.createApiKey), async (c) =>
    c.json(await createApiKey(ports, { request: c.req.valid('json'), actor: c.get('actor') }), 200),
  );
  app.openapi(createRoute(routes.revokeApiKey), async (c) =>
    c.json(await revokeApiKey(ports, { ...c.req.valid('param'), actor: c.get('actor') }), 200),
  );
}
