import type { NotificationRoute, RoutesChange, RouteTable } from '#contract/notification-route.ts';
import type { Actor } from '../../access/actor.ts';
import { conflict, unprocessable } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { auditEntry } from '../audit/audit-entry.ts';

export async function writeRoutes(
  ports: Ports,
  { fromRevision, routes }: RoutesChange,
  actor: Actor,
): Promise<RouteTable> {
  await requireChannels(ports, routes);
  const before = await ports.control.readRoutes();
  const at = ports.now();
  const table: RouteTable = {
    revision: fromRevision + 1,
    routes,
    changedAt: at.toISOString(),
    changedBy: actor.id,
  };
  const audit = auditEntry(actor, at, {
    action: 'routes.write',
    subject: 'notification routes',
    before: before.routes,
    after: routes,
  });
  if (before.revision === fromRevision && (await ports.control.writeRoutes(table, audit))) return table;
  const now = await ports.control.readRoutes();
  throw conflict(
    'it was changed meanwhile',
    `the routes were changed by ${now.changedBy ?? 'somebody'}: look at them and decide anew`,
  );
}

async function requireChannels({ control }: Ports, routes: readonly NotificationRoute[]): Promise<void> {
  const known = new Set((await control.listChannels()).map(({ id }) => id));
  for (const { name, levels } of routes) {
    const unknown = levels.flatMap(({ channels }) => channels).find((id) => !known.has(id));
    if (unknown !== undefined)
      throw unprocessable(
        '/problems/route',
        'the route leads nowhere',
        `${name}: there is no channel ${unknown}`,
      );
  }
}
