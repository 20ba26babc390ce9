import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/**
 * The address of whoever asks. Behind a proxy of ours it is the last entry of X-Forwarded-For, which the proxy wrote;
 * the entries before it are whatever the client claimed.
 */
export function remoteAddress(c: Context, hasProxy: boolean): string | undefined {
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  if (hasProxy && forwarded) return forwarded.slice(0, 100);
  const host = c.env as Partial<HttpBindings> | undefined; // none where the app is asked without a listener
  return host?.incoming?.socket.remoteAddress;
}
