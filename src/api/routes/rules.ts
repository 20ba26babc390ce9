import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { previewRule } from '../services/evaluation/preview.ts';
import { readText } from '../services/ingest/read-body.ts';
import { getPipeline } from '../services/pipelines/find.ts';
import { changeRule, switchRule } from '../services/rules/change.ts';
import { createRule } from '../services/rules/create.ts';
import { exportRules } from '../services/rules/export.ts';
import { exportPrometheusRules } from '../services/rules/export-prometheus.ts';
import { getRule } from '../services/rules/find.ts';
import { importRules } from '../services/rules/import.ts';
import { listRuleVersions } from '../services/rules/versions.ts';
import { windowOf } from './window.ts';

export function ruleRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listRules), async (c) => {
    const { pipeline } = c.req.valid('param');
    await getPipeline(ports, pipeline);
    return c.json({ items: await ports.control.listRules(pipeline) }, 200);
  });
  app.openapi(createRoute(routes.createRule), async (c) =>
    c.json(
      await createRule(ports, {
        ...c.req.valid('param'),
        creation: c.req.valid('json'),
        actor: c.get('actor'),
      }),
      200,
    ),
  );
  app.openapi(createRoute(routes.findRule), async (c) =>
    c.json(await getRule(ports, c.req.valid('param')), 200),
  );
  app.openapi(createRoute(routes.changeRule), async (c) =>
    c.json(
      await changeRule(ports, {
        ...c.req.valid('param'),
        change: c.req.valid('json'),
        actor: c.get('actor'),
      }),
      200,
    ),
  );
  for (const [route, to] of [
    [routes.pauseRule, 'paused'],
    [routes.resumeRule, 'active'],
    [routes.deleteRule, 'deleted'],
  ] as const) {
    app.openapi(createRoute(route), async (c) =>
      c.json(
        await switchRule(ports, {
          ...c.req.valid('param'),
          ...c.req.valid('json'),
          to,
          actor: c.get('actor'),
        }),
        200,
      ),
    );
  }
  app.openapi(createRoute(routes.listRuleVersions), async (c) =>
    c.json({ items: await listRuleVersions(ports, c.req.valid('param')) }, 200),
  );
  app.openapi(createRoute(routes.listRuleEvaluations), async (c) => {
    const { limit, ...query } = c.req.valid('query');
    const { id } = await getRule(ports, c.req.valid('param'));
    return c.json({ items: await ports.control.listRuleSlots(id, windowOf(query), limit) }, 200);
  });
  app.openapi(createRoute(routes.previewRule), async (c) => {
    const { rule, from, to } = c.req.valid('json');
    const { pipeline } = c.req.valid('param');
    return c.json({ items: await previewRule(ports, { pipeline, rule, ...windowOf({ from, to }) }) }, 200);
  });
  app.openapi(createRoute(routes.exportRules), async (c) =>
    c.body(await exportRules(ports, c.req.valid('param').pipeline), 200, {
      'content-type': 'application/yaml; charset=utf-8',
    }),
  );
  app.openapi(createRoute(routes.prometheusRules), async (c) =>
    c.json(await exportPrometheusRules(ports, c.req.valid('param').pipeline), 200),
  );
  app.openapi(createRoute(routes.prometheusRuleFile), async (c) => {
    const { pipeline, file } = c.req.valid('param');
    const { rules, tests } = await exportPrometheusRules(ports, pipeline);
    return c.body(file === 'rules.yml' ? rules : tests, 200, {
      'content-type': 'application/yaml; charset=utf-8',
    });
  });
  app.openapi(createRoute(routes.importRules), async (c) => {
    const { pipeline } = c.req.valid('param');
    const { reason } = c.req.valid('query');
    const text = await readText(c.req.raw);
    return c.json(await importRules(ports, { pipeline, text, reason, actor: c.get('actor') }), 200);
  });
}
