import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Ports } from '../ports.ts';
import { createReference } from '../services/references/create.ts';

export function referenceRoutes(app: OpenAPIHono, ports: Ports): void {
  app.openapi(createRoute(routes.listReferences), async (c) => {
    const items = await ports.control.listReferences(
      c.req.valid('param').pipeline,
      c.req.valid('query').stage,
    );
    return c.json({ items }, 200);
  });
  app.openapi(createRoute(routes.createReference), async (c) => {
    const { pipeline } = c.req.valid('param');
    return c.json(
      await createReference(ports, { pipeline, request: c.req.valid('json'), actor: 'anonymous' }),
      200,
    );
  });
}
