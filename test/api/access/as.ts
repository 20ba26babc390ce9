import type { MemoryApp } from '#test/api/memory-app.ts';
import { inside, localActor } from '#api/access/actor.ts';
import { createPerson } from '#api/services/people/create.ts';
import type { NewPerson } from '#contract/person.ts';
import type { PersonRole } from '#contract/person-role.ts';

type Api = Pick<MemoryApp, 'app' | 'ports'>;
export type Request_ = { method?: string; path: string; body?: unknown; headers?: Record<string, string> };

/** An account, and its first password. */
export async function addAccount({ ports }: Api, id: string, role: PersonRole): Promise<string> {
  const request: NewPerson = { id, name: `${id} of the team`, role };
  return (await createPerson(ports, { request, actor: localActor(inside) })).password;
}

/** The cookie of a new session. */
export async function signInAs(api: Api, id: string, password: string): Promise<string> {
  const response = await send(api, { method: 'POST', path: '/session', body: { id, password } });
  if (!response.ok) throw new Error(await response.text());
  return cookieOf(response);
}

/** `name=value` as a browser would send it back. */
export function cookieOf(response: Response): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** As the page would send it: from its own origin. */
export async function send(
  { app }: Pick<Api, 'app'>,
  { method = 'GET', path, body, headers = {} }: Request_,
): Promise<Response> {
  return app.request(`/api/v1${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(method !== 'GET' && { origin: 'http://localhost' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}
