import { beforeAll, describe, expect, it } from 'vitest';
import { apiKeyScopes } from '#contract/api-key.ts';
import { permissions, type RouteName } from '#contract/permissions.ts';
import { personRoles } from '#contract/person-role.ts';
import { routes } from '#contract/routes.ts';
import { memoryApp, type MemoryApp } from '#test/api/memory-app.ts';
import { addAccount, send, signInAs } from './as.ts';

const names = Object.keys(routes) as RouteName[];
/** Answered before the handler is reached; all else got through, whatever the handler makes of it. */
const denied = [401, 403];

function isDenied({ status }: Response): boolean {
  return denied.includes(status);
}

describe('the table of permissions', () => {
  let api: MemoryApp;
  const credentials = new Map<string, Record<string, string>>();
  beforeAll(async () => {
    api = memoryApp();
    for (const role of ['admin', ...personRoles.filter((role) => role !== 'admin')] as const) {
      const password = await addAccount(api, role, role);
      credentials.set(role, { cookie: await signInAs(api, role, password) });
    }
    const cookie = credentials.get('admin')?.['cookie'] ?? '';
    for (const scope of apiKeyScopes) {
      const body = { name: scope, scopes: [scope] };
      const made = await send(api, { method: 'POST', path: '/api-keys', body, headers: { cookie } });
      const { token } = (await made.json()) as { token: string };
      credentials.set(scope, { authorization: `Bearer ${token}` });
    }
  });

  async function call(name: RouteName, who: string): Promise<Response> {
    const { method, path } = routes[name];
    const headers = { ...credentials.get(who) };
    const body = method === 'get' || method === 'delete' ? undefined : {};
    const filled = path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, 'none');
    // Signing in and out would change who asks.
    if (name === 'signIn' || name === 'signOut') delete headers['cookie'];
    return send(api, { method: method.toUpperCase(), path: filled, body, headers });
  }

  it('has a line for every route of the contract, and for no other', () => {
    expect(Object.keys(permissions).sort()).toEqual(names.toSorted());
  });

  it('lets every role call what it names, and nothing else', async () => {
    for (const name of names) {
      const allowed = permissions[name];
      for (const role of personRoles) {
        const response = await call(name, role);
        expect([name, role, isDenied(response)]).toEqual([
          name,
          role,
          allowed !== 'anyone' && !allowed.includes(role),
        ]);
      }
    }
  });

  it('lets nobody without a session call more than the session itself', async () => {
    const open: string[] = [];
    for (const name of names) if (!isDenied(await call(name, 'nobody'))) open.push(name);

    expect(open.sort()).toEqual(['session', 'signIn', 'signOut']);
  });

  it.each([
    ['predictions', ['ingestPredictions', 'ingestInferenceEvent']],
    ['labels', ['ingestLabels']],
    ['samples', ['ingestSamples']],
    ['metrics', ['exposition']],
    ['alerts', ['receiveAlerts']],
  ])('lets a key for %s call %s, and what anyone may', async (scope, allowed) => {
    const open: string[] = [];
    for (const name of names) if (!isDenied(await call(name, scope))) open.push(name);

    expect(open.sort()).toEqual([...allowed, 'session', 'signIn', 'signOut'].sort());
  });

  it('knows nothing beside the contract but its description', async () => {
    const cookie = credentials.get('admin')?.['cookie'] ?? '';
    const answers = await Promise.all(
      ['/openapi.json', '/', '/people/', '/audit.json', '/../healthz'].map(
        async (path) => (await send(api, { path, headers: { cookie } })).status,
      ),
    );

    expect(answers).toEqual([200, 404, 404, 404, 404]);
  });
});
