import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { tickAlerts } from '../services/alerts/tick.ts';
import { approveSilence } from '../services/silences/approve.ts';
import { createSilence } from '../services/silences/create.ts';
import { expireSilence } from '../services/silences/expire.ts';
import { previewSilence } from '../services/silences/preview.ts';

const DAYS_MS = 7 * 86_400_000;

export function silenceRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listSilences), async (c) =>
    c.json({ items: await ports.control.listSilences((await ports.control.currentTime()) - DAYS_MS) }, 200),
  );
  app.openapi(createRoute(routes.previewSilence), async (c) =>
    c.json(await previewSilence(ports, c.req.valid('json')), 200),
  );
  app.openapi(createRoute(routes.createSilence), async (c) => {
    const silence = await createSilence(ports, c.req.valid('json'), c.get('actor'));
    await tickAlerts(ports, 'all');
    return c.json(silence, 200);
  });
  app.openapi(createRoute(routes.approveSilence), async (c) => {
    const silence = await approveSilence(ports, c.req.valid('param').id, c.get('actor'));
    await tickAlerts(ports, 'all');
    return c.json(silence, 200);
  });
  app.openapi(createRoute(routes.expireSilence), async (c) => {
    const silence = await expireSilence(ports, c.req.valid('param').id, c.get('actor'));
    await tickAlerts(ports, 'all');
    return c.json(silence, 200);
  });
}
