import { createRoute } from '@hono/zod-openapi';
import { Label, Prediction, Sample } from '#contract/prediction.ts';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import {
  ingestLabels,
  ingestPredictions,
  ingestSamples,
  type IngestRequest,
} from '../services/ingest/ingest.ts';
import { ingestKserveEvent } from '../services/ingest/ingest-kserve.ts';

/** The bodies are read by the service, record by record: here they are only documented. */
export function ingestRoutes(app: Api, ports: Ports): void {
  const kinds = [
    { route: routes.ingestPredictions, record: Prediction, service: ingestPredictions },
    { route: routes.ingestLabels, record: Label, service: ingestLabels },
    { route: routes.ingestSamples, record: Sample, service: ingestSamples },
  ];
  for (const { route, record, service } of kinds) {
    const { request, ...described } = createRoute(route);
    app.openAPIRegistry.registerPath({
      ...described,
      request: {
        ...request,
        body: {
          required: true,
          content: {
            'application/json': { schema: record.array() },
            'application/x-ndjson': { schema: record },
          },
        },
      },
    });
    app.post(route.path, async (c) => c.json(await service(ports, ingestRequest(c.req.raw))));
  }
  inferenceEventRoute(app, ports);
}

/** KServe's logger expects no content, only that the event was taken. */
function inferenceEventRoute(app: Api, ports: Ports): void {
  const route = createRoute(routes.ingestInferenceEvent);
  app.openAPIRegistry.registerPath(route);
  app.post(routes.ingestInferenceEvent.path, async (c) => {
    const query = routes.ingestInferenceEvent.request.query.parse(c.req.query());
    await ingestKserveEvent(ports, { request: c.req.raw, ...query });
    return c.body(null, 202);
  });
}

function ingestRequest(request: Request): IngestRequest {
  const query = routes.ingestPredictions.request.query.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  const headers = routes.ingestPredictions.request.headers.parse({
    'idempotency-key': request.headers.get('idempotency-key') ?? undefined,
  });
  return { request, isPartial: query.partial === 'true', key: headers['idempotency-key'] };
}
