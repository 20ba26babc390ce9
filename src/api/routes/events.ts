import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { listEvents } from '../services/events/list.ts';
import { windowOf } from './window.ts';

export function eventRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.events), async (c) => {
    const query = c.req.valid('query');
    const { pipeline } = c.req.valid('param');
    return c.json(
      { items: await listEvents(ports, { ...windowOf(query), pipeline, kinds: query.kind }) },
      200,
    );
  });
  app.openapi(createRoute(routes.allEvents), async (c) => {
    const query = c.req.valid('query');
    return c.json({ items: await listEvents(ports, { ...windowOf(query), kinds: query.kind }) }, 200);
  });
}
