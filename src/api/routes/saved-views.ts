import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { createSavedView } from '../services/saved-views/create.ts';
import { deleteSavedView } from '../services/saved-views/delete.ts';

export function savedViewRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listSavedViews), async (c) =>
    c.json({ items: await ports.control.listSavedViews() }, 200),
  );
  app.openapi(createRoute(routes.createSavedView), async (c) =>
    c.json(await createSavedView(ports, { request: c.req.valid('json'), actor: c.get('actor') }), 200),
  );
  app.openapi(createRoute(routes.deleteSavedView), async (c) =>
    c.json(await deleteSavedView(ports, { id: c.req.valid('param').id, actor: c.get('actor') }), 200),
  );
}
