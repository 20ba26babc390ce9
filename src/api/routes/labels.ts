import { createRoute } from '@hono/zod-openapi';
import { columnsMediaType } from '#contract/columns.ts';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { labelCoverage } from '../services/labels/coverage.ts';
import { labelledRows } from '../services/labels/labelled-rows.ts';
import { rowsOf, slotsOf, windowOf } from './window.ts';

export function labelRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.labelCoverage), async (c) => {
    const query = c.req.valid('query');
    const selection = { ...slotsOf(query), ...rowsOf(query), ...c.req.valid('param') };
    return c.json(await labelCoverage(ports, { ...selection, reference: query.reference }), 200);
  });
  app.openapi(createRoute(routes.labelledRows), async (c) => {
    const query = c.req.valid('query');
    const { rows, limit } = query;
    const selection = { ...windowOf(query), ...rowsOf(query), ...c.req.valid('param') };
    return c.body(await labelledRows(ports, { selection, rows, limit }), 200, {
      'content-type': columnsMediaType,
    });
  });
}
