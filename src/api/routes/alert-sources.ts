import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { toAlertSource } from '../services/alert-sources/get.ts';
import { receiveAlerts } from '../services/alert-sources/receive.ts';
import { testAlertSource } from '../services/alert-sources/test.ts';
import { changeAlertSource, createAlertSource, deleteAlertSource } from '../services/alert-sources/write.ts';

export function alertSourceRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listAlertSources), async (c) =>
    c.json({ items: (await ports.control.listAlertSources()).map(toAlertSource) }, 200),
  );
  app.openapi(createRoute(routes.createAlertSource), async (c) =>
    c.json(await createAlertSource(ports, { request: c.req.valid('json'), actor: c.get('actor') }), 200),
  );
  app.openapi(createRoute(routes.changeAlertSource), async (c) => {
    const { source } = c.req.valid('param');
    const change = c.req.valid('json');
    return c.json(await changeAlertSource(ports, { id: source, change, actor: c.get('actor') }), 200);
  });
  app.openapi(createRoute(routes.deleteAlertSource), async (c) => {
    const { source } = c.req.valid('param');
    return c.json(await deleteAlertSource(ports, { id: source, actor: c.get('actor') }), 200);
  });
  app.openapi(createRoute(routes.testAlertSource), async (c) =>
    c.json(await testAlertSource(ports, c.req.valid('param').source), 200),
  );
  app.openapi(createRoute(routes.receiveAlerts), async (c) => {
    const { source } = c.req.valid('param');
    return c.json(await receiveAlerts(ports, { source, delivered: c.req.valid('json') }), 200);
  });
}
