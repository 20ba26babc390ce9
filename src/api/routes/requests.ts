import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { findRequest } from '../services/requests/find.ts';
import { listRequests } from '../services/requests/list.ts';
import { windowOf } from './window.ts';

export function requestRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listRequests), async (c) => {
    const query = c.req.valid('query');
    const { stage, order, limit } = query;
    const request = { ...windowOf(query), ...c.req.valid('param'), stage, order, limit };
    return c.json({ items: await listRequests(ports, request) }, 200);
  });
  app.openapi(createRoute(routes.findRequest), async (c) =>
    c.json(await findRequest(ports, c.req.valid('param')), 200),
  );
}
