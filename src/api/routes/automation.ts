import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { commandOnAutomation } from '../services/automation/command.ts';
import { findRules } from '../services/automation/find.ts';
import { findAutomationDetail } from '../services/automation/find-detail.ts';

export function automationRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.automation), async (c) => {
    const rules = await findRules(ports, c.req.valid('param'));
    const etag = `"${rules.generation}"`;
    c.header('etag', etag);
    if (c.req.valid('header')['if-none-match'] === etag) return c.body(null, 304);
    return c.json(rules, 200);
  });
  app.openapi(createRoute(routes.automationDetail), async (c) => {
    const detail = await findAutomationDetail(ports, c.req.valid('param'));
    c.header('etag', `"${detail.automation.generation}"`);
    return c.json(detail, 200);
  });
  app.openapi(createRoute(routes.commandAutomation), async (c) => {
    const match = c.req.valid('header')['if-match'];
    const automation = await commandOnAutomation(ports, {
      of: c.req.valid('param'),
      command: c.req.valid('json'),
      actor: c.get('actor'),
      generation: match === undefined ? undefined : Number(match.replaceAll('"', '')),
    });
    c.header('etag', `"${automation.generation}"`);
    return c.json(automation, 200);
  });
}
