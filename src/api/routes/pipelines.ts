import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import { badRequest } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { putMetricSettings } from '../services/metric-settings/put.ts';
import { catalogue } from '../services/pipelines/catalogue.ts';
import { fleet } from '../services/pipelines/fleet.ts';
import { health } from '../services/pipelines/health.ts';
import { listPipelines } from '../services/pipelines/list.ts';
import { overview } from '../services/pipelines/overview.ts';
import { putPipeline } from '../services/pipelines/put.ts';
import { knownOf, slotsOf, windowOf } from './window.ts';
import { listRuns } from '../services/runs/list.ts';
import { listSites } from '../services/sites/list.ts';

export function pipelineRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listPipelines), async (c) =>
    c.json({ items: await listPipelines(ports) }, 200),
  );
  app.openapi(createRoute(routes.fleet), async (c) => {
    const { from, to, since, ...query } = c.req.valid('query');
    if ((from === undefined) !== (to === undefined)) throw badRequest('from and to come together');
    const window = from !== undefined && to !== undefined ? windowOf({ from, to }) : undefined;
    return c.json(await fleet(ports, { window, since, ...knownOf(query) }), 200);
  });
  app.openapi(createRoute(routes.putPipeline), async (c) => {
    const name = c.req.valid('param').pipeline;
    return c.json(
      await putPipeline(ports, { name, definition: c.req.valid('json'), actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.catalogue), async (c) =>
    c.json(await catalogue(ports, c.req.valid('param').pipeline), 200),
  );
  app.openapi(createRoute(routes.listRuns), async (c) => {
    const { pipeline } = c.req.valid('param');
    return c.json(await listRuns(ports, { pipeline, ...windowOf(c.req.valid('query')) }), 200);
  });
  app.openapi(createRoute(routes.listSites), async (c) => {
    const { pipeline } = c.req.valid('param');
    return c.json({ items: await listSites(ports, { pipeline, ...windowOf(c.req.valid('query')) }) }, 200);
  });
  app.openapi(createRoute(routes.listMetricSettings), async (c) =>
    c.json({ items: await ports.control.listMetricSettings(c.req.valid('param').pipeline) }, 200),
  );
  app.openapi(createRoute(routes.putMetricSettings), async (c) => {
    const { pipeline } = c.req.valid('param');
    const settings = c.req.valid('json').items;
    return c.json(
      { items: await putMetricSettings(ports, { pipeline, settings, actor: c.get('actor') }) },
      200,
    );
  });
  app.openapi(createRoute(routes.overview), async (c) =>
    c.json(
      await overview(ports, {
        name: c.req.valid('param').pipeline,
        ...windowOf(c.req.valid('query')),
        ...knownOf(c.req.valid('query')),
      }),
      200,
    ),
  );
  app.openapi(createRoute(routes.health), async (c) =>
    c.json(
      await health(ports, {
        ...slotsOf(c.req.valid('query')),
        ...knownOf(c.req.valid('query')),
        ...c.req.valid('param'),
      }),
      200,
    ),
  );
}
