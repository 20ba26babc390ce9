import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { ApiEnv } from '../api.ts';
import type { Listener } from '../ports.ts';
import { longestSessionMs } from './session-lifetime.ts';

/** How the token of a session travels between page and server. */
export interface SessionCarrier {
  /** Whether the browser attaches the token by itself, so that a foreign page could make use of it. */
  isAmbient: boolean;
  read(): string | undefined;
  keep(token: string): void;
  forget(): void;
}

export function carrierOf(c: Context<ApiEnv>, listener: Listener): SessionCarrier {
  return c.env?.carrier ?? cookieCarrier(c, listener);
}

/**
 * A cookie that scripts cannot read and other sites' forms do not send. With HTTPS its `__Host-` name keeps other hosts
 * of the domain from setting it. Without, the name holds the port, because cookies of a host are shared by its ports.
 */
function cookieCarrier(c: Context<ApiEnv>, { publicOrigin }: Listener): SessionCarrier {
  const isSecure = publicOrigin?.startsWith('https:') ?? false;
  const name = isSecure ? '__Host-anchorwatch' : `anchorwatch-${new URL(c.req.url).port || '80'}`;
  const options = { path: '/', secure: isSecure, httpOnly: true, sameSite: 'Lax' } as const;
  return {
    isAmbient: true,
    read: () => getCookie(c, name),
    keep: (token) => setCookie(c, name, token, { ...options, maxAge: longestSessionMs / 1000 }),
    forget: () => void deleteCookie(c, name, options),
  };
}
