import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { createNote } from '../services/notes/create.ts';
import { deleteNote } from '../services/notes/delete.ts';

export function noteRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.createNote), async (c) => {
    const { pipeline } = c.req.valid('param');
    return c.json(
      await createNote(ports, { pipeline, request: c.req.valid('json'), actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.deleteNote), async (c) =>
    c.json(await deleteNote(ports, { ...c.req.valid('param'), actor: c.get('actor') }), 200),
  );
}
