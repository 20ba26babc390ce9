import { describe, expect, it } from 'vitest';
import type { NewApiKey } from '#contract/api-key.ts';
import { addAccount, cookieOf, send, signInAs } from './access/as.ts';
import { memoryApp, prediction } from './memory-app.ts';

async function admin() {
  const api = memoryApp();
  const password = await addAccount(api, 'dana', 'admin');
  const headers = { cookie: await signInAs(api, 'dana', password) };
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await send(api, { method, path, body, headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { ...api, password, headers, call };
}

describe('people', () => {
  it('are added by an admin, with a first password that is told once', async () => {
    const { ports, call, ...api } = await admin();
    const request = { id: 'Eve', name: ' Eve Adams ', email: 'eve@example.org', role: 'engineer' };

    const { status, body } = await call('POST', '/people', request);

    expect(status).toBe(200);
    expect(body['password']).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){4}$/);
    expect(body['person']).toMatchObject({ id: 'eve', name: 'Eve Adams', createdBy: 'dana' });
    expect(await signInAs({ ports, ...api }, 'eve', body['password'] as string)).not.toBe('');
    const listed = await call('GET', '/people');
    expect(JSON.stringify(listed.body)).not.toContain(body['password']);
    const [, created] = await ports.control.listAudit(2);
    expect(created).toMatchObject({ action: 'person.create', subject: 'eve', after: body['person'] });
    expect(JSON.stringify(await ports.control.listAudit(10))).not.toContain(body['password']);
  });

  it.each(['dana', 'local', 'ingest'])('get no name that is taken: %s', async (id) => {
    const { call } = await admin();

    expect((await call('POST', '/people', { id, name: 'X', role: 'viewer' })).status).toBe(409);
  });

  it.each([
    { id: 'a b', name: 'X', role: 'viewer' },
    { id: 'key:1', name: 'X', role: 'viewer' },
    { id: 'x', name: 'X', role: 'owner' },
    { id: 'x', name: ' ', role: 'viewer' },
    { id: 'x', name: 'X', role: 'viewer', provider: 'sample' },
  ])('are refused as %j', async (request) => {
    const { call } = await admin();

    expect((await call('POST', '/people', request)).status).toBe(400);
  });

  it('keep one admin', async () => {
    const { call } = await admin();
    const { status } = await call('PUT', '/people/dana', {
      name: 'Dana',
      role: 'viewer',
      isDisabled: false,
    });

    expect(status).toBe(409);
    const nobody = await call('PUT', '/people/nobody', { name: 'N', role: 'viewer', isDisabled: false });
    expect(nobody.status).toBe(404);
  });

  it('change their own password by the present one; their other sessions end', async () => {
    const { call, headers, password, ...api } = await admin();
    const other = await signInAs(api, 'dana', password);
    const next = 'a longer password';

    expect((await call('PUT', '/session/password', { current: 'wrong', next })).status).toBe(422);
    expect((await call('PUT', '/session/password', { current: password, next: 'short' })).status).toBe(400);
    expect((await call('PUT', '/session/password', { current: password, next })).status).toBe(200);

    const statusOf = async (cookie: string) =>
      (await send(api, { path: '/pipelines', headers: { cookie } })).status;
    expect([await statusOf(headers.cookie), await statusOf(other)]).toEqual([200, 401]);
    await expect(signInAs(api, 'dana', password)).rejects.toThrow('do not belong together');
    expect(await signInAs(api, 'dana', next)).not.toBe('');
  });

  it('get a new password from an admin; who was signed in is not any more', async () => {
    const { call, ...api } = await admin();
    const first = await addAccount(api, 'eve', 'viewer');
    const cookie = await signInAs(api, 'eve', first);

    const { body } = await call('POST', '/people/eve/password-reset');

    expect((await send(api, { path: '/pipelines', headers: { cookie } })).status).toBe(401);
    await expect(signInAs(api, 'eve', first)).rejects.toThrow('do not belong together');
    expect(await signInAs(api, 'eve', body['password'] as string)).not.toBe('');
    expect((await call('POST', '/people/nobody/password-reset')).status).toBe(404);
  });
});

describe('a key', () => {
  it('opens what it is for until it is revoked', async () => {
    const { call, ...api } = await admin();
    const made = await call('POST', '/api-keys', { name: 'edge 7', scopes: ['predictions', 'predictions'] });
    const { key, token } = made.body as unknown as NewApiKey;
    const sends = async (path: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await send(api, { method: 'POST', path, body: [prediction(1)], headers })).status;
    };

    expect(token).toMatch(/^aw_[\w-]{43}$/);
    expect(key).toMatchObject({ name: 'edge 7', scopes: ['predictions'], hint: token.slice(0, 7) });
    expect([await sends('/predictions'), await sends('/labels')]).toEqual([200, 403]);
    const listed = await call('GET', '/api-keys');
    expect(listed.body['items']).toEqual([{ ...key, lastUsedAt: key.createdAt }]);
    expect(JSON.stringify(listed)).not.toContain(token);

    expect((await call('DELETE', `/api-keys/${key.id}`)).body).toMatchObject({ revokedBy: 'dana' });
    expect((await call('DELETE', `/api-keys/${key.id}`)).status).toBe(404);
    expect(await sends('/predictions')).toBe(401);
  });

  it('may stand as the password of an address', async () => {
    const { call, ...api } = await admin();
    const { body } = await call('POST', '/api-keys', { name: 'kserve', scopes: ['predictions'] });
    const { token } = body as unknown as NewApiKey;
    const sends = async (credentials: string) => {
      const headers = { authorization: `Basic ${btoa(credentials)}` };
      return (await send(api, { method: 'POST', path: '/predictions', body: [prediction(1)], headers }))
        .status;
    };

    expect(await sends(`kserve:${token}`)).toBe(200);
    expect(await sends('kserve:aw_another')).toBe(401);
    expect(await sends('proxy:secret')).toBe(401);
  });

  it('that is refused is written down once a minute, by whose it is', async () => {
    const { call, ...api } = await admin();
    const { body } = await call('POST', '/api-keys', { name: 'edge', scopes: ['labels'] });
    const { key, token } = body as unknown as NewApiKey;
    const headers = { authorization: `Bearer ${token}` };

    for (let i = 0; i < 3; i++) await send(api, { method: 'PUT', path: '/people/dana', body: {}, headers });

    const refused = (await api.ports.control.listAudit(10)).filter(
      ({ action }) => action === 'access.refused',
    );
    expect(refused).toMatchObject([{ actor: `key:${key.id}`, subject: 'changePerson' }]);
  });
});

it('nobody signed in by a cookie of another server', async () => {
  const { ...api } = await admin();
  const other = await admin();
  const body = { id: 'dana', password: other.password };
  const foreign = cookieOf(await send(other, { method: 'POST', path: '/session', body }));

  expect((await send(api, { path: '/pipelines', headers: { cookie: foreign } })).status).toBe(401);
});
