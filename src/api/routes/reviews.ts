import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { createReview } from '../services/reviews/create.ts';
import { decideReview } from '../services/reviews/decide.ts';
import { findReviewAnswer } from '../services/reviews/find-answer.ts';
import { leaveReview } from '../services/reviews/leave.ts';
import { reviewQueue } from '../services/reviews/queue.ts';
import { takeReview } from '../services/reviews/take.ts';
import { undoReview } from '../services/reviews/undo.ts';

export function reviewRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.reviewQueue), async (c) =>
    c.json(await reviewQueue(ports, c.req.valid('param')), 200),
  );
  app.openapi(createRoute(routes.createReview), async (c) =>
    c.json(await createReview(ports, c.req.valid('param'), c.req.valid('json')), 200),
  );
  app.openapi(createRoute(routes.takeReview), async (c) =>
    c.json({ item: await takeReview(ports, c.req.valid('param'), c.get('actor')) }, 200),
  );
  app.openapi(createRoute(routes.findReview), async (c) =>
    c.json(await findReviewAnswer(ports, c.req.valid('param').id), 200),
  );
  app.openapi(createRoute(routes.decideReview), async (c) => {
    const request = c.req.valid('json');
    return c.json(
      await decideReview(ports, { ...c.req.valid('param'), request, actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.undoReview), async (c) =>
    c.json(await undoReview(ports, { ...c.req.valid('param'), actor: c.get('actor') }), 200),
  );
  app.openapi(createRoute(routes.skipReview), async (c) =>
    c.json(await leaveReview(ports, { ...c.req.valid('param'), actor: c.get('actor'), skip: true }), 200),
  );
  app.openapi(createRoute(routes.releaseReview), async (c) =>
    c.json(await leaveReview(ports, { ...c.req.valid('param'), actor: c.get('actor'), skip: false }), 200),
  );
}
