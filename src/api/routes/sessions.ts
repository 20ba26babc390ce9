import { createRoute } from '@hono/zod-openapi';
import { routes } from '#contract/routes.ts';
import { createAttemptLimiter } from '../access/attempt-limiter.ts';
import { authenticate } from '../access/authenticate.ts';
import { carrierOf } from '../access/session-carrier.ts';
import type { Api } from '../api.ts';
import type { Ports } from '../ports.ts';
import { changePassword } from '../services/session/change-password.ts';
import { describeSession } from '../services/session/describe.ts';
import { signIn } from '../services/session/sign-in.ts';
import { signOut } from '../services/session/sign-out.ts';

const attempts = { attempts: 5, windowMs: 5 * 60_000 };

export function sessionRoutes(app: Api, ports: Ports): void {
  const failures = createAttemptLimiter(attempts);

  app.openapi(createRoute(routes.session), async (c) =>
    c.json(await describeSession(ports, c.get('caller')), 200),
  );
  app.openapi(createRoute(routes.signIn), async (c) => {
    const caller = c.get('caller');
    const signed = await signIn(ports, failures, { request: c.req.valid('json'), caller });
    await signOut(ports, caller);
    carrierOf(c, ports.listener).keep(signed.token);
    return c.json(await describeSession(ports, signed.caller), 200);
  });
  app.openapi(createRoute(routes.signOut), async (c) => {
    await signOut(ports, c.get('caller'));
    const left = await describeSession(ports, await authenticate(c, ports));
    carrierOf(c, ports.listener).forget();
    // Not "cookies": that would sign the browser out of whatever else runs on this host.
    c.header('clear-site-data', '"cache"');
    return c.json(left, 200);
  });
  app.openapi(createRoute(routes.changePassword), async (c) => {
    const change = c.req.valid('json');
    await changePassword(ports, failures, { change, actor: c.get('actor') });
    return c.json(await describeSession(ports, c.get('caller')), 200);
  });
}
