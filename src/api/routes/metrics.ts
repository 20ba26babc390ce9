import { createRoute } from '@hono/zod-openapi';
import { columnsMediaType } from '#contract/columns.ts';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { bands } from '../services/metrics/bands.ts';
import { examples } from '../services/metrics/examples.ts';
import { figures } from '../services/metrics/figures.ts';
import { frame } from '../services/metrics/frame.ts';
import { histograms } from '../services/metrics/histograms.ts';
import { repeatedOutputs } from '../services/metrics/repeated-outputs.ts';
import { rows } from '../services/metrics/rows.ts';
import { series } from '../services/metrics/series.ts';
import { rowsOf, slotsOf, stepMsOf, windowOf } from './window.ts';

const binary = { 'content-type': columnsMediaType };

export function metricRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.series), async (c) => {
    const query = c.req.valid('query');
    const { group, metric, since } = query;
    const selection = { ...slotsOf(query), ...rowsOf(query), ...c.req.valid('param'), since };
    return c.json(await series(ports, { ...selection, group, metrics: metric }), 200);
  });
  app.openapi(createRoute(routes.histograms), async (c) => {
    const query = c.req.valid('query');
    const { group, reference } = query;
    const selection = { ...slotsOf(query), ...rowsOf(query), ...c.req.valid('param') };
    return c.body(await histograms(ports, { ...selection, group, reference }), 200, binary);
  });
  app.openapi(createRoute(routes.figures), async (c) => {
    const query = c.req.valid('query');
    const selection = { ...windowOf(query), ...rowsOf(query), ...c.req.valid('param') };
    return c.json(await figures(ports, selection), 200);
  });
  app.openapi(createRoute(routes.repeatedOutputs), async (c) => {
    const query = c.req.valid('query');
    const selection = { ...windowOf(query), ...rowsOf(query), ...c.req.valid('param') };
    return c.json(await repeatedOutputs(ports, { selection, limit: query.limit }), 200);
  });
  app.openapi(createRoute(routes.bands), async (c) => {
    const query = c.req.valid('query');
    const { group, metric: metrics, reference } = query;
    const selection = { ...rowsOf({ ...query, role: 'live' }), ...c.req.valid('param') };
    return c.json(
      await bands(ports, { ...selection, group, metrics, reference, stepMs: stepMsOf(query.step) }),
      200,
    );
  });
  app.openapi(createRoute(routes.rows), async (c) => {
    const query = c.req.valid('query');
    const { metric, limit } = query;
    const selection = { ...windowOf(query), ...rowsOf(query), ...c.req.valid('param') };
    return c.body(await rows(ports, { selection, metric, limit }), 200, binary);
  });
  app.openapi(createRoute(routes.frame), async (c) => {
    const query = c.req.valid('query');
    const { metric: metrics = [], limit } = query;
    const selection = { ...windowOf(query), ...rowsOf(query), ...c.req.valid('param') };
    return c.body(await frame(ports, { selection, metrics, limit }), 200, binary);
  });
  app.openapi(createRoute(routes.examples), async (c) => {
    const query = c.req.valid('query');
    const { metric: metrics, order, limit } = query;
    const selection = { ...windowOf(query), ...rowsOf(query), ...c.req.valid('param') };
    return c.json(await examples(ports, { selection, metrics, order, limit }), 200);
  });
}
