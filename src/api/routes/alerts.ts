import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { commandOnAlerts } from '../services/alerts/command-many.ts';
import { commandOnAlert } from '../services/alerts/command.ts';
import { findAlert } from '../services/alerts/find.ts';
import { handOver } from '../services/alerts/hand-over.ts';
import { listAlerts } from '../services/alerts/list.ts';
import { windowOf } from './window.ts';

export function alertRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listAlerts), async (c) => {
    const { tab, mine, severity, ...query } = c.req.valid('query');
    const person = mine ? c.get('actor').id : undefined;
    return c.json(await listAlerts(ports, { ...query, tabs: tab, severities: severity, person }), 200);
  });
  app.openapi(createRoute(routes.handOver), async (c) =>
    c.json(await handOver(ports, windowOf(c.req.valid('query'))), 200),
  );
  app.openapi(createRoute(routes.findAlert), async (c) =>
    c.json(await findAlert(ports, c.req.valid('param').id), 200),
  );
  app.openapi(createRoute(routes.commandAlerts), async (c) =>
    c.json(await commandOnAlerts(ports, c.req.valid('json'), c.get('actor')), 200),
  );

  app.openapi(createRoute(routes.acknowledgeAlert), async (c) => {
    const command = { type: 'acknowledge' as const, ...c.req.valid('json') };
    return c.json(
      await commandOnAlert(ports, { ...c.req.valid('param'), command, actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.unacknowledgeAlert), async (c) => {
    const command = { type: 'unacknowledge' as const, ...c.req.valid('json') };
    return c.json(
      await commandOnAlert(ports, { ...c.req.valid('param'), command, actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.assignAlert), async (c) => {
    const command = { type: 'assign' as const, ...c.req.valid('json') };
    return c.json(
      await commandOnAlert(ports, { ...c.req.valid('param'), command, actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.snoozeAlert), async (c) => {
    const command = { type: 'snooze' as const, ...c.req.valid('json') };
    return c.json(
      await commandOnAlert(ports, { ...c.req.valid('param'), command, actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.resolveAlert), async (c) => {
    const command = { type: 'resolve' as const, ...c.req.valid('json') };
    return c.json(
      await commandOnAlert(ports, { ...c.req.valid('param'), command, actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.noteAlert), async (c) => {
    const command = { type: 'note' as const, ...c.req.valid('json') };
    return c.json(
      await commandOnAlert(ports, { ...c.req.valid('param'), command, actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.feedbackAlert), async (c) => {
    const command = { type: 'feedback' as const, ...c.req.valid('json') };
    return c.json(
      await commandOnAlert(ports, { ...c.req.valid('param'), command, actor: c.get('actor') }),
      200,
    );
  });
}
