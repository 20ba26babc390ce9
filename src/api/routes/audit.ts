import { createRoute } from '@hono/zod-openapi';
import { auditRoutes as routes } from '#contract/routes/audit-routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { allRecords } from '../services/audit/all-records.ts';
import { listAudit } from '../services/audit/list.ts';
import { verifyAudit } from '../services/audit/verify.ts';

export function auditRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listAudit), async (c) => {
    const { from, to, ...query } = c.req.valid('query');
    const window = {
      ...(from !== undefined && { fromMs: Date.parse(from) }),
      ...(to !== undefined && { toMs: Date.parse(to) }),
    };
    return c.json(await listAudit(ports, { ...query, ...window }), 200);
  });
  app.openapi(createRoute(routes.verifyAudit), async (c) =>
    c.json(await verifyAudit(allRecords(ports.control)), 200),
  );
  // Not `openapi`: its types take x-ndjson for JSON.
  app.openAPIRegistry.registerPath(createRoute(routes.exportAudit));
  app.get(routes.exportAudit.path, (c) => {
    const encoder = new TextEncoder();
    const records = allRecords(ports.control);
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await records.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      },
    });
    const name = `audit-${ports.now().toISOString().slice(0, 10)}.ndjson`;
    return c.body(body, 200, {
      'content-type': 'application/x-ndjson',
      'content-disposition': `attachment; filename="${name}"`,
    });
  });
}
