import type { MiddlewareHandler } from 'hono';
import { mayCall, permissions, type RouteName } from '#contract/permissions.ts';
import type { ApiEnv } from '../api.ts';
import { forbidden, notFound, unauthenticated } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { auditEntry } from '../services/audit/audit-entry.ts';
import { unknownActor, type Actor } from './actor.ts';
import { createAttemptLimiter } from './attempt-limiter.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { checkContentType, checkOrigin } from './check-write.ts';
import { findRoute } from './find-route.ts';

/** The description of the API is no secret. */
const openPaths = ['/api/v1/openapi.json'];
/** A page that asks again and again for what it may not have is written down once in this time. */
const REFUSAL_WINDOW_MS = 60_000;

/** Lets a request through to its handler only where the table of permissions says so; everything else is denied. */
export function guard(ports: Ports): MiddlewareHandler<ApiEnv> {
  const refusals = createAttemptLimiter({ attempts: 1, windowMs: REFUSAL_WINDOW_MS });
  const record = async (actor: Actor, route: RouteName, reason: string) => {
    const at = ports.now();
    if (refusals.take([`${actor.id} ${actor.origin.ip} ${route}`], at.getTime())) return;
    const change = { action: 'access.refused', subject: route, reason };
    await ports.control.recordAct(auditEntry(actor, at, change));
  };
  return async (c, next) => {
    const { method, path } = c.req;
    if (openPaths.includes(path)) return next();
    const route = findRoute(method, path);
    if (!route) throw notFound(`${method} ${path}`);

    checkOrigin(c, ports);
    const caller = await authenticate(c, ports);
    c.set('caller', caller);
    if (caller.state === 'signedOut') {
      if (permissions[route] === 'anyone') {
        checkContentType(c, route);
        return next();
      }
      if (caller.reason === 'key') await record(unknownActor(caller.origin), route, 'the key is not known');
      throw signedOut(caller);
    }
    const { actor } = caller;
    const who = { role: actor.role, ...(caller.state === 'key' && { scopes: caller.scopes }) };
    if (!mayCall(who, route)) {
      await record(actor, route, `${actor.role ?? 'a key'} may not call ${route}`);
      throw forbidden(refusalText(caller, route));
    }
    checkContentType(c, route);
    c.set('actor', actor);
    return next();
  };
}

function signedOut({ reason }: Extract<Caller, { state: 'signedOut' }>) {
  return reason === 'key'
    ? unauthenticated('/problems/unknown-key', 'the API key is not known or was revoked: make a new one')
    : unauthenticated('/problems/signed-out', 'there is no session, or it has ended: sign in');
}

function refusalText(caller: Exclude<Caller, { state: 'signedOut' }>, route: RouteName): string {
  const allowed = permissions[route];
  if (caller.state === 'key') return `the key ${caller.actor.name} is for ${caller.scopes.join(', ')} only`;
  return `your role is ${caller.actor.role}; this takes ${allowed === 'anyone' ? 'none' : allowed.join(' or ')}`;
}
