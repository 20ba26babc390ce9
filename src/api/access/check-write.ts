import type { Context } from 'hono';
import type { RouteName } from '#contract/permissions.ts';
import { routes } from '#contract/routes.ts';
import type { ApiEnv } from '../api.ts';
import { forbidden, unsupportedMedia } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { carrierOf } from './session-carrier.ts';

/** Of routes whose body the contract does not describe: records, read one by one. */
const recordTypes = ['application/json', 'application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/**
 * Refuses a write that a page of another site may have sent. A browser says where a request comes from in `Origin` and
 * `Sec-Fetch-Site`; a program says neither, and has no cookie that a browser attached. (Hono's `csrf` lets JSON of any
 * origin through.)
 */
export function checkOrigin(c: Context<ApiEnv>, { listener }: Ports): void {
  if (isRead(c)) return;
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const own = listener.publicOrigin ?? new URL(c.req.url).origin;
  if (origin !== undefined && origin !== own) {
    throw forbidden(
      `this was sent by ${origin.slice(0, 200)}, and the server is ${own}: if they are the same to you, start the server with ANCHORWATCH_ORIGIN=${origin.slice(0, 200)}`,
    );
  }
  if (site !== undefined && site !== 'same-origin') throw forbidden(`this was sent from elsewhere (${site})`);
  if (origin !== undefined || site !== undefined) return;
  const carrier = carrierOf(c, listener);
  if (carrier.isAmbient && carrier.read() !== undefined)
    throw forbidden('a write with a session says where it comes from: send the header Origin');
}

/** The second lock: what a plain form of another site can send is never taken. */
export function checkContentType(c: Context<ApiEnv>, route: RouteName): void {
  const contentType = c.req.header('content-type');
  if (isRead(c) || contentType === undefined) return;
  const { request } = routes[route] as { request?: { body?: { content: object } } };
  const taken = request?.body ? Object.keys(request.body.content) : recordTypes;
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!taken.includes(mediaType))
    throw unsupportedMedia(`send content-type ${taken.join(' or ')}, not ${contentType.slice(0, 100)}`);
}

function isRead(c: Context<ApiEnv>): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD';
}
