import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Actor } from './access/actor.ts';
import type { Caller } from './access/authenticate.ts';
import type { SessionCarrier } from './access/session-carrier.ts';

/** What the host of the app knows of a request beside the request. */
type Bindings = {
  /** The address of whoever asks. */
  remoteAddress?: string | undefined;
  /** How the session comes and goes, where it is not by a cookie. */
  carrier?: SessionCarrier | undefined;
};

/** What the guard lets through carries who asks: `c.get('actor')`. The few routes that are open to all ask for the caller. */
export type ApiEnv = { Bindings: Bindings; Variables: { actor: Actor; caller: Caller } };
export type Api = OpenAPIHono<ApiEnv>;
