import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { deleteChannel } from '../services/channels/delete.ts';
import { testChannel } from '../services/channels/test.ts';
import { toChannel } from '../services/channels/to-channel.ts';
import { changeChannel, createChannel } from '../services/channels/write.ts';
import { settleDead } from '../services/deliveries/settle-dead.ts';
import { toDeliveries } from '../services/deliveries/to-delivery.ts';
import { previewRoutes } from '../services/notification-routes/preview.ts';
import { writeRoutes } from '../services/notification-routes/write.ts';
import { pushState, subscribePush, unsubscribePush } from '../services/push/subscribe.ts';

export function notificationRoutes(app: Api, ports: Ports): void {
  app.openapi(createRoute(routes.listChannels), async (c) =>
    c.json({ items: (await ports.control.listChannels()).map(toChannel) }, 200),
  );
  app.openapi(createRoute(routes.createChannel), async (c) =>
    c.json(await createChannel(ports, c.req.valid('json'), c.get('actor')), 200),
  );
  app.openapi(createRoute(routes.changeChannel), async (c) => {
    const change = c.req.valid('json');
    return c.json(
      await changeChannel(ports, { ...c.req.valid('param'), change, actor: c.get('actor') }),
      200,
    );
  });
  app.openapi(createRoute(routes.deleteChannel), async (c) =>
    c.json(await deleteChannel(ports, c.req.valid('param').id, c.get('actor')), 200),
  );
  app.openapi(createRoute(routes.testChannel), async (c) =>
    c.json(await testChannel(ports, c.req.valid('param').id, c.get('actor')), 200),
  );

  app.openapi(createRoute(routes.readRoutes), async (c) => c.json(await ports.control.readRoutes(), 200));
  app.openapi(createRoute(routes.writeRoutes), async (c) =>
    c.json(await writeRoutes(ports, c.req.valid('json'), c.get('actor')), 200),
  );
  app.openapi(createRoute(routes.previewRoutes), async (c) =>
    c.json(await previewRoutes(ports, c.req.valid('json').routes), 200),
  );

  app.openapi(createRoute(routes.listDeliveries), async (c) => {
    const { alert: alertId, state, limit } = c.req.valid('query');
    const found = await ports.control.listDeliveries({ alertId, state }, limit);
    return c.json({ items: await toDeliveries(ports, found) }, 200);
  });
  app.openapi(createRoute(routes.retryDelivery), async (c) =>
    c.json(await settleDead(ports, { ...c.req.valid('param'), by: 'retry', actor: c.get('actor') }), 200),
  );
  app.openapi(createRoute(routes.discardDelivery), async (c) =>
    c.json(await settleDead(ports, { ...c.req.valid('param'), by: 'discard', actor: c.get('actor') }), 200),
  );

  app.openapi(createRoute(routes.pushState), async (c) =>
    c.json(await pushState(ports, c.get('actor')), 200),
  );
  app.openapi(createRoute(routes.subscribePush), async (c) =>
    c.json(await subscribePush(ports, c.req.valid('json'), c.get('actor')), 200),
  );
  app.openapi(createRoute(routes.unsubscribePush), async (c) =>
    c.json(await unsubscribePush(ports, c.req.valid('json').endpoint, c.get('actor')), 200),
  );
}
