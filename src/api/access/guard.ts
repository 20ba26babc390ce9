import type { MiddlewareHandler } from 'hono';
import { mayCall, permissions } from '#contract/permissions.ts';
import type { ApiEnv } from '../api.ts';
import { forbidden, notFound } from '../errors.ts';
import { localActor } from './actor.ts';
import { findRoute } from './find-route.ts';

/** The description of the API is no secret. */
const openPaths = ['/api/v1/openapi.json'];

/** Lets a request through to its handler only where the table of permissions says so; everything else is denied. */
export function guard(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { method, path } = c.req;
    if (openPaths.includes(path)) return next();
    const route = findRoute(method, path);
    if (!route) throw notFound(`${method} ${path}`);

    const actor = localActor({ ip: null, userAgent: c.req.header('user-agent') ?? null, session: null });
    if (!mayCall(actor.role, route)) throw forbidden(actor.role, permissions[route]);
    c.set('actor', actor);
    return next();
  };
}
