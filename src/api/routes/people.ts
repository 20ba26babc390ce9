import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { changePerson } from '../services/people/change.ts';
import { createPerson } from '../services/people/create.ts';
import { resetPassword } from '../services/people/reset-password.ts';

export function personRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listPeople), async (c) =>
    c.json({ items: await ports.control.listPeople() }, 200),
  );
  app.openapi(createRoute(routes.createPerson), async (c) =>
    c.json(await createPerson(ports, { request: c.req.valid('json'), actor: c.get('actor') }), 200),
  );
  app.openapi(createRoute(routes.changePerson), async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await changePerson(ports, { id, change: c.req.valid('json'), actor: c.get('actor') }), 200);
  });
  app.openapi(createRoute(routes.resetPassword), async (c) =>
    c.json(await resetPassword(ports, { ...c.req.valid('param'), actor: c.get('actor') }), 200),
  );
}
