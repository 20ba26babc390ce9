import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { findDeployment } from '../services/deployments/find.ts';
import { putDeployment } from '../services/deployments/put.ts';

export function deploymentRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.findDeployment), async (c) =>
    c.json(await findDeployment(ports, c.req.valid('param')), 200),
  );
  app.openapi(createRoute(routes.putDeployment), async (c) => {
    const request = { slot: c.req.valid('param'), change: c.req.valid('json'), actor: c.get('actor') };
    return c.json(await putDeployment(ports, request), 200);
  });
}
