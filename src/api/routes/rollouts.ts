import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import { findSegment } from '#contract/segment.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { adjudicate } from '../services/rollout-disagreements/adjudicate.ts';
import { listDisagreements } from '../services/rollout-disagreements/list.ts';
import { commandOnRollout } from '../services/rollouts/command.ts';
import { createRollout } from '../services/rollouts/create.ts';
import { findRollout } from '../services/rollouts/find.ts';
import { createFreeze, endFreeze, listFreezes } from '../services/rollouts/freezes.ts';
import { listRollouts } from '../services/rollouts/list.ts';
import { replayLog } from '../services/rollouts/replay-log.ts';
import { undoRollout } from '../services/rollouts/undo.ts';

export function rolloutRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listRollouts), async (c) => {
    const { open, ...query } = c.req.valid('query');
    return c.json({ items: await listRollouts(ports, { ...query, isOpen: open }) }, 200);
  });
  app.openapi(createRoute(routes.findRollout), async (c) => {
    const detail = await findRollout(ports, { ...c.req.valid('param'), actor: c.get('actor') });
    c.header('etag', `"${detail.rollout.generation}"`);
    return c.json(detail, 200);
  });
  app.openapi(createRoute(routes.createRollout), async (c) => {
    const key = c.req.valid('header')['idempotency-key'];
    const request = c.req.valid('json');
    return c.json(await createRollout(ports, { request, actor: c.get('actor'), key }), 200);
  });
  app.openapi(createRoute(routes.commandRollout), async (c) => {
    const { 'if-match': match, 'idempotency-key': key } = c.req.valid('header');
    const generation = match === undefined ? undefined : Number(match.replaceAll('"', ''));
    const command = c.req.valid('json');
    const request = { ...c.req.valid('param'), command, actor: c.get('actor'), generation, key };
    const rollout = await commandOnRollout(ports, request);
    c.header('etag', `"${rollout.generation}"`);
    return c.json(rollout, 200);
  });
  app.openapi(createRoute(routes.undoRollout), async (c) => {
    const key = c.req.valid('header')['idempotency-key'];
    return c.json(await undoRollout(ports, { ...c.req.valid('param'), actor: c.get('actor'), key }), 200);
  });
  app.openapi(createRoute(routes.replayLog), async (c) => {
    const { stage, from, to } = c.req.valid('query');
    const window = { fromMs: Date.parse(from), toMs: Date.parse(to) };
    return c.json(await replayLog(ports, { ...c.req.valid('param'), stage, ...window }), 200);
  });
  app.openapi(createRoute(routes.listDisagreements), async (c) => {
    const { seg = [], ...query } = c.req.valid('query');
    const segments = seg.flatMap((text) => findSegment(text) ?? []);
    return c.json(await listDisagreements(ports, { ...c.req.valid('param'), ...query, segments }), 200);
  });
  app.openapi(createRoute(routes.adjudicate), async (c) => {
    const request = c.req.valid('json');
    return c.json(await adjudicate(ports, { ...c.req.valid('param'), request, actor: c.get('actor') }), 200);
  });
  app.openapi(createRoute(routes.listFreezes), async (c) => c.json({ items: await listFreezes(ports) }, 200));
  app.openapi(createRoute(routes.createFreeze), async (c) =>
    c.json(await createFreeze(ports, { request: c.req.valid('json'), actor: c.get('actor') }), 200),
  );
  app.openapi(createRoute(routes.endFreeze), async (c) =>
    c.json(await endFreeze(ports, { ...c.req.valid('param'), actor: c.get('actor') }), 200),
  );
}
