import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { ZodError } from 'zod';
import type { Problem } from '#contract/problem.ts';
import { routes } from '#contract/routes.ts';
import { guard } from './access/guard.ts';
import type { Api, ApiEnv } from './api.ts';
import { Refusal } from './errors.ts';
import type { Ports } from './ports.ts';
import { alertSourceRoutes } from './routes/alert-sources.ts';
import { automationRoutes } from './routes/automation.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { apiKeyRoutes } from './routes/api-keys.ts';
import { auditRoutes } from './routes/audit.ts';
import { alertRoutes } from './routes/alerts.ts';
import { eventRoutes } from './routes/events.ts';
import { ingestRoutes } from './routes/ingest.ts';
import { labelRoutes } from './routes/labels.ts';
import { metricRoutes } from './routes/metrics.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { noteRoutes } from './routes/notes.ts';
import { pipelineRoutes } from './routes/pipelines.ts';
import { referenceRoutes } from './routes/references.ts';
import { requestRoutes } from './routes/requests.ts';
import { alarmRoutes } from './routes/alarms.ts';
import { deploymentRoutes } from './routes/deployments.ts';
import { rolloutRoutes } from './routes/rollouts.ts';
import { ruleRoutes } from './routes/rules.ts';
import { personRoutes } from './routes/people.ts';
import { savedViewRoutes } from './routes/saved-views.ts';
import { silenceRoutes } from './routes/silences.ts';
import { exposeMetrics } from './services/exposition/expose.ts';
import { expositionMediaType } from './services/exposition/format.ts';
import { evaluationHealth } from './services/evaluation/health.ts';
import { sessionRoutes } from './routes/sessions.ts';

export const apiVersion = '0.1.0';

/** The HTTP API over its ports. Nothing here imports Node: the same app answers in the browser, behind MSW. */
export function createApp(
  ports: Ports,
  { onFault = () => {} }: { onFault?: (fault: Error) => void } = {},
): Api {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw result.error;
    },
  });
  app.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store'); // what one person may see, the next one at the same browser may not
  });
  app.use(guard(ports));
  ingestRoutes(app, ports);
  pipelineRoutes(app, ports);
  eventRoutes(app, ports);
  metricRoutes(app, ports);
  labelRoutes(app, ports);
  referenceRoutes(app, ports);
  requestRoutes(app, ports);
  deploymentRoutes(app, ports);
  rolloutRoutes(app, ports);
  automationRoutes(app, ports);
  reviewRoutes(app, ports);
  ruleRoutes(app, ports);
  alarmRoutes(app, ports);
  savedViewRoutes(app, ports);
  alertRoutes(app, ports);
  alertSourceRoutes(app, ports);
  silenceRoutes(app, ports);
  notificationRoutes(app, ports);
  noteRoutes(app, ports);
  sessionRoutes(app, ports);
  personRoutes(app, ports);
  apiKeyRoutes(app, ports);
  auditRoutes(app, ports);
  app.openapi(createRoute(routes.status), async (c) => {
    const [evaluation, delivery] = await Promise.all([
      evaluationHealth(ports),
      ports.control.deliveryHealth(),
    ]);
    const now = ports.now().toISOString();
    return c.json({ version: apiVersion, now, evaluation, delivery, sample: ports.status() }, 200);
  });
  app.openapi(createRoute(routes.exposition), async (c) =>
    c.text(await exposeMetrics(ports, apiVersion), 200, { 'content-type': expositionMediaType }),
  );
  app.doc31('/api/v1/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Anchorwatch', version: apiVersion },
  });

  app.notFound((c) =>
    problemResponse({
      type: '/problems/not-found',
      title: 'not found',
      status: 404,
      detail: `there is no ${c.req.method} ${c.req.path}`,
    }),
  );
  app.onError((fault) => {
    const problem = problemOf(fault);
    if (problem.status >= 500) onFault(fault);
    return problemResponse(problem, fault instanceof Refusal ? fault.headers : {});
  });
  return app;
}

function problemOf(fault: Error): Problem {
  if (fault instanceof Refusal) return fault.problem;
  if (fault instanceof ZodError) {
    const detail = fault.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return { type: '/problems/bad-request', title: 'the request is not understood', status: 400, detail };
  }
  if ('status' in fault && typeof fault.status === 'number' && fault.status < 500) {
    return {
      type: '/problems/bad-request',
      title: 'the request is not understood',
      status: fault.status,
      detail: fault.message,
    };
  }
  return {
    type: '/problems/fault',
    title: 'the server failed',
    status: 500,
    detail: 'the cause is in the log of the server; try again, and tell its operator if it stays',
  };
}

function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  return Response.json(problem, {
    status: problem.status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  });
}
