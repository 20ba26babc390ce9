import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { alarmRecord } from '../services/budgets/alarm-record.ts';
import { listRuleEpisodes } from '../services/budgets/rule-episodes.ts';
import { incidentTest } from '../services/rule-tests/incident-test.ts';
import { windowOf } from './window.ts';

export function alarmRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.alarmRecord), async (c) =>
    c.json(await alarmRecord(ports, c.req.valid('param').pipeline), 200),
  );
  app.openapi(createRoute(routes.ruleTestOfAlert), async (c) =>
    c.body(await incidentTest(ports, c.req.valid('param').id), 200, {
      'content-type': 'application/yaml; charset=utf-8',
    }),
  );
  app.openapi(createRoute(routes.listRuleEpisodes), async (c) => {
    const { pipeline } = c.req.valid('param');
    const items = await listRuleEpisodes(ports, { pipeline, ...windowOf(c.req.valid('query')) });
    return c.json({ items }, 200);
  });
}
