import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { assessReference } from '../services/references/assess.ts';
import { compareReferences } from '../services/references/compare.ts';
import { createReference } from '../services/references/create.ts';
import { uploadReference } from '../services/references/upload.ts';
import { ReferenceRecord } from '#contract/reference.ts';

export function referenceRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listReferences), async (c) => {
    const items = await ports.control.listReferences(
      c.req.valid('param').pipeline,
      c.req.valid('query').stage,
    );
    return c.json({ items }, 200);
  });
  app.openapi(createRoute(routes.createReference), async (c) => {
    const { pipeline } = c.req.valid('param');
    return c.json(
      await createReference(ports, { pipeline, request: c.req.valid('json'), actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.assessReference), async (c) =>
    c.json({ items: await assessReference(ports, c.req.valid('param')) }, 200),
  );
  app.openapi(createRoute(routes.compareReferences), async (c) => {
    const { other } = c.req.valid('query');
    return c.json({ items: await compareReferences(ports, { ...c.req.valid('param'), other }) }, 200);
  });
  uploadRoute(app, ports);
}

/** The body is read by the service, record by record: here it is only documented. */
function uploadRoute(app: Api, ports: Ports): void {
  const { request, ...described } = createRoute(routes.uploadReference);
  app.openAPIRegistry.registerPath({
    ...described,
    request: {
      ...request,
      body: {
        required: true,
        content: {
          'application/json': { schema: ReferenceRecord.array() },
          'application/x-ndjson': { schema: ReferenceRecord },
        },
      },
    },
  });
  const { params, query } = routes.uploadReference.request;
  app.post('/api/v1/pipelines/:pipeline/reference-uploads', async (c) => {
    const { pipeline } = params.parse(c.req.param());
    const upload = query.parse(c.req.query());
    const { modelVersion } = upload;
    return c.json(
      await uploadReference(ports, {
        ...upload,
        modelVersion,
        pipeline,
        request: c.req.raw,
        actor: c.get('actor'),
      }),
    );
  });
}
