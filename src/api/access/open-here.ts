import type { Context } from 'hono';
import type { ApiEnv } from '../api.ts';
import type { Ports } from '../ports.ts';

const forwardedBy = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether whoever asks needs no account: the server has none, listens on its own machine only, and was asked by a name
 * of that machine (else a page of another site could have its name resolve to here), not through a proxy.
 */
export async function isOpenHere(c: Context<ApiEnv>, { listener, control }: Ports): Promise<boolean> {
  if (!listener.isLocal(new URL(c.req.url).hostname)) return false;
  if (forwardedBy.some((name) => c.req.header(name) !== undefined)) return false;
  return !(await control.hasAccounts());
}
