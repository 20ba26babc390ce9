import type { Context } from 'hono';
import type { ApiKeyScope } from '#contract/api-key.ts';
import type { ApiEnv } from '../api.ts';
import type { PersonSession } from '../people-store.ts';
import type { Ports } from '../ports.ts';
import { localActor, machineActor, personActor, type Actor, type Origin } from './actor.ts';
import { isOpenHere } from './open-here.ts';
import { carrierOf } from './session-carrier.ts';
import { isExpired, isUntouched } from './session-lifetime.ts';
import { hashToken } from './token.ts';

/** Who asks, and by what they are known. */
export type Caller =
  | { state: 'signedOut'; reason: 'none' | 'key'; origin: Origin }
  | { state: 'local' | 'machine'; actor: Actor }
  | { state: 'key'; actor: Actor; scopes: readonly ApiKeyScope[] }
  | { state: 'person' | 'sample'; actor: Actor; signedInAt: string };

/** A key that is not known opens nothing, not even what would be open without one. */
export async function authenticate(c: Context<ApiEnv>, ports: Ports): Promise<Caller> {
  const origin: Origin = {
    ip: c.env?.remoteAddress ?? null,
    userAgent: c.req.header('user-agent')?.slice(0, 300) ?? null,
    session: null,
  };
  const authorization = c.req.header('authorization');
  const key = keyOf(authorization ?? '');
  if (key !== undefined) return callerOfKey(ports, key, origin);

  const token = carrierOf(c, ports.listener).read();
  const found = token === undefined ? undefined : await ports.control.findSession(await hashToken(token));
  const isAccount = found?.person.provider === 'local';
  const isOpen = !isAccount && (await isOpenHere(c, ports));
  if (found && isAlive(found, ports.now()) && (isAccount || (isOpen && ports.listener.hasSample)))
    return callerOfSession(ports, found, origin);
  return isOpen
    ? { state: 'local', actor: localActor(origin) }
    : { state: 'signedOut', reason: 'none', origin };
}

/**
 * The key that a request shows: as a bearer, or as the password of an address such as https://key:aw_…@host, for senders
 * that can be told nothing else. Any other use of another scheme is between the browser and a proxy.
 */
function keyOf(authorization: string): string | undefined {
  if (/^bearer\b/i.test(authorization)) return /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '';
  const basic = /^Basic ([\w+/=-]+)$/i.exec(authorization)?.[1];
  if (basic === undefined) return undefined;
  return /:(aw_\S*)$/.exec(textOfBase64(basic))?.[1];
}

function textOfBase64(encoded: string): string {
  try {
    return atob(encoded);
  } catch {
    return '';
  }
}

async function callerOfKey(
  { control, now, loaderToken }: Ports,
  token: string,
  origin: Origin,
): Promise<Caller> {
  const tokenHash = await hashToken(token);
  if (loaderToken !== undefined && tokenHash === (await hashToken(loaderToken)))
    return { state: 'machine', actor: { ...machineActor('sample'), role: 'engineer', origin } };
  const key = await control.findApiKey(tokenHash);
  if (!key) return { state: 'signedOut', reason: 'key', origin };
  const at = now();
  if (isUntouched(key.lastUsedAt, at.getTime())) await control.touchApiKey(key.id, at);
  const { id, name, scopes } = key;
  return { state: 'key', actor: { kind: 'key', id: `key:${id}`, name, role: null, origin }, scopes };
}

function isAlive({ session, person }: PersonSession, now: Date): boolean {
  return !person.isDisabled && !isExpired(session, now.getTime());
}

async function callerOfSession(
  { control, now }: Ports,
  { session, person }: PersonSession,
  origin: Origin,
): Promise<Caller> {
  const at = now();
  if (isUntouched(session.lastSeenAt, at.getTime())) await control.touchSession(session.id, at);
  return {
    state: person.provider === 'local' ? 'person' : 'sample',
    actor: personActor(person, { ...origin, session: session.id }),
    signedInAt: session.createdAt,
  };
}
