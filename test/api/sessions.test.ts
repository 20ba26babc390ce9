import { describe, expect, it } from 'vitest';
import { addSamplePeople } from '#api/services/people/add-sample.ts';
import type { Session } from '#contract/session.ts';
import { samplePeople } from '#sample/people.ts';
import { addAccount, cookieOf, send, signInAs, type Request_ } from './access/as.ts';
import { memoryApp, now } from './memory-app.ts';

const HOUR_MS = 3_600_000;

async function sessionOf(api: ReturnType<typeof memoryApp>, headers: Record<string, string> = {}) {
  return (await (await send(api, { path: '/session', headers })).json()) as Session;
}

async function withAccounts() {
  const api = memoryApp();
  const passwords = {
    dana: await addAccount(api, 'dana', 'admin'),
    vic: await addAccount(api, 'vic', 'viewer'),
  };
  return { ...api, passwords };
}

describe('a session', () => {
  it('begins with name and password, in a cookie that scripts cannot read', async () => {
    const api = await withAccounts();
    const body = { id: ' Dana ', password: api.passwords.dana };

    const response = await send(api, { method: 'POST', path: '/session', body });

    expect(response.headers.get('set-cookie')).toMatch(
      /^anchorwatch-80=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(await response.json()).toMatchObject({
      state: 'person',
      person: { id: 'dana', name: 'dana of the team', role: 'admin' },
      signedInAt: now.toISOString(),
      samplePeople: [],
    });
    const [entry] = await api.ports.control.listAudit(1);
    expect(entry).toMatchObject({ actor: 'dana', action: 'session.create', subject: 'dana' });
  });

  it('keeps its cookie to this host and to HTTPS where browsers come by HTTPS', async () => {
    const api = await withAccounts();
    api.ports.listener = { ...api.ports.listener, publicOrigin: 'https://watch.example.org' };
    const body = { id: 'dana', password: api.passwords.dana };

    const headers = { origin: 'https://watch.example.org' };
    const response = await send(api, { method: 'POST', path: '/session', body, headers });

    expect(response.headers.get('set-cookie')).toMatch(/^__Host-anchorwatch=.*; Path=\/; HttpOnly; Secure; /);
  });

  it('ends with signing out: the token opens nothing any more', async () => {
    const api = await withAccounts();
    const cookie = await signInAs(api, 'dana', api.passwords.dana);

    const response = await send(api, { method: 'DELETE', path: '/session', headers: { cookie } });

    expect(await response.json()).toMatchObject({
      state: 'signedOut',
      permissions: ['session', 'signIn', 'signOut'],
    });
    expect(response.headers.get('set-cookie')).toContain('Max-Age=0');
    expect(response.headers.get('clear-site-data')).toBe('"cache"');
    expect((await send(api, { path: '/pipelines', headers: { cookie } })).status).toBe(401);
    expect((await api.ports.control.listAudit(1))[0]).toMatchObject({ action: 'session.end' });
  });

  it.each([
    ['after 12 hours without a request', [12], 401],
    ['not while it is used', [11, 22, 33], 200],
    ['after 7 days, used or not', Array.from({ length: 17 }, (_, index) => 10 * (index + 1)), 401],
  ])('ends %s', async (_, seenAfterHours, status) => {
    const api = await withAccounts();
    const cookie = await signInAs(api, 'dana', api.passwords.dana);
    const statuses: number[] = [];

    for (const hours of seenAfterHours) {
      api.ports.now = () => new Date(now.getTime() + hours * HOUR_MS);
      statuses.push((await send(api, { path: '/pipelines', headers: { cookie } })).status);
    }

    expect(statuses.at(-1)).toBe(status);
    expect(statuses.slice(0, -1).every((each) => each === 200)).toBe(true);
  });

  it('is a new one at every signing in; the one before ends', async () => {
    const api = await withAccounts();
    const first = await signInAs(api, 'dana', api.passwords.dana);
    const body = { id: 'vic', password: api.passwords.vic };

    const second = cookieOf(
      await send(api, { method: 'POST', path: '/session', body, headers: { cookie: first } }),
    );

    expect(second).not.toBe(first);
    expect((await sessionOf(api, { cookie: first })).state).toBe('signedOut');
    expect((await sessionOf(api, { cookie: second })).person?.id).toBe('vic');
  });

  it('is found beside what a browser tells a proxy that asks for a password of its own', async () => {
    const api = await withAccounts();
    const cookie = await signInAs(api, 'dana', api.passwords.dana);

    const session = await sessionOf(api, { cookie, authorization: 'Basic ZGFuYTpwcm94eQ==' });

    expect(session.person?.id).toBe('dana');
  });

  it('obeys a change of role at once, and ends when the account is disabled', async () => {
    const api = await withAccounts();
    const cookie = await signInAs(api, 'dana', api.passwords.dana);
    const vic = { cookie: await signInAs(api, 'vic', api.passwords.vic) };
    const change = (body: object) =>
      send(api, { method: 'PUT', path: '/people/vic', body, headers: { cookie } });

    await change({ name: 'Vic', role: 'engineer', isDisabled: false });
    expect((await sessionOf(api, vic)).permissions).toContain('createApiKey');

    await change({ name: 'Vic', role: 'engineer', isDisabled: true });
    expect((await sessionOf(api, vic)).state).toBe('signedOut');
    await expect(signInAs(api, 'vic', api.passwords.vic)).rejects.toThrow('do not belong together');
  });
});

describe('signing in', () => {
  const attempt = (api: ReturnType<typeof memoryApp>, id: string, password = 'wrong') =>
    send(api, { method: 'POST', path: '/session', body: { id, password } });

  it('says the same of a wrong password and of a name that nobody has', async () => {
    const api = await withAccounts();

    const wrong = await attempt(api, 'dana');
    const nobody = await attempt(api, 'nobody');

    expect([wrong.status, await wrong.json()]).toEqual([nobody.status, await nobody.json()]);
    const entries = await api.ports.control.listAudit(2);
    expect(entries.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ['unknown', 'session.refused', 'nobody of that name'],
      ['unknown', 'session.refused', 'dana'],
    ]);
  });

  it('is closed for a while after five failures, for the right password too', async () => {
    const api = await withAccounts();
    const failed = await Promise.all([1, 2, 3, 4, 5].map(() => attempt(api, 'dana')));
    expect(failed.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);

    const sixth = await attempt(api, 'dana', api.passwords.dana);
    expect([sixth.status, sixth.headers.get('retry-after')]).toEqual([429, '300']);
    // The address has used up its attempts, too.
    expect((await attempt(api, 'vic', api.passwords.vic)).status).toBe(429);

    api.ports.now = () => new Date(now.getTime() + 300_000);
    expect((await attempt(api, 'dana', api.passwords.dana)).status).toBe(200);
  });

  it('starts to count anew after a success', async () => {
    const api = await withAccounts();
    for (let round = 0; round < 3; round++) {
      for (let wrong = 0; wrong < 4; wrong++) expect((await attempt(api, 'dana')).status).toBe(401);
      expect((await attempt(api, 'dana', api.passwords.dana)).status).toBe(200);
    }
  });

  it('takes no other members, such as a role', async () => {
    const api = await withAccounts();
    const body = { id: 'vic', password: api.passwords.vic, role: 'admin' };

    expect((await send(api, { method: 'POST', path: '/session', body })).status).toBe(400);
  });
});

describe('a server without accounts', () => {
  async function openServer({ hasSample = true } = {}) {
    const api = memoryApp();
    api.ports.listener = {
      isLocal: (hostname) => hostname === 'localhost',
      hasSample,
      publicOrigin: undefined,
    };
    await addSamplePeople(api.ports, samplePeople);
    return api;
  }
  const asBo: Request_ = { method: 'POST', path: '/session', body: { samplePerson: 'bo' } };

  it('takes whoever is at its machine for the admin', async () => {
    const session = await sessionOf(await openServer());

    expect(session).toMatchObject({ state: 'local', person: { id: 'local', role: 'admin' } });
    expect(session.samplePeople.map(({ id }) => id)).toEqual(['ada', 'bo', 'chen', 'dana', 'vic']);
  });

  it('lets a person of the sample in without a password, and back out', async () => {
    const api = await openServer();
    const response = await send(api, asBo);
    const headers = { cookie: cookieOf(response) };

    expect(await sessionOf(api, headers)).toMatchObject({
      state: 'sample',
      person: { id: 'bo', name: 'Bo Lindqvist', role: 'on-call' },
    });
    const denied = await send(api, { method: 'POST', path: '/api-keys', body: {}, headers });
    expect([denied.status, await denied.json()]).toEqual([
      403,
      expect.objectContaining({ detail: 'your role is on-call; this takes engineer or admin' }),
    ]);
    const out = await send(api, { method: 'DELETE', path: '/session', headers });
    expect(await out.json()).toMatchObject({ state: 'local' });
  });

  it.each<[string, { path?: string; headers?: Record<string, string> }]>([
    ['asked by another name', { path: 'http://evil.example/api/v1/pipelines' }],
    ['asked through a proxy', { headers: { 'x-forwarded-for': '203.0.113.7' } }],
    ['asked with a key it does not know', { headers: { authorization: 'Bearer aw_guess' } }],
  ])('lets nobody in when %s', async (_, { path = '/api/v1/pipelines', headers = {} }) => {
    const api = await openServer();

    expect((await api.app.request(path, { headers })).status).toBe(401);
  });

  it('closes with the first account, which must be an admin', async () => {
    const api = await openServer();
    const headers = { cookie: cookieOf(await send(api, asBo)) };
    const create = (role: string) =>
      send(api, { method: 'POST', path: '/people', body: { id: 'first', name: 'First', role } });

    expect((await create('viewer')).status).toBe(422);
    const created = (await (await create('admin')).json()) as { password: string };

    expect((await sessionOf(api)).state).toBe('signedOut');
    expect(await sessionOf(api, headers)).toMatchObject({ state: 'signedOut', samplePeople: [] });
    expect((await send(api, asBo)).status).toBe(403);
    expect(await signInAs(api, 'first', created.password)).not.toBe('');
  });

  it('has no people without a password when the sample is off', async () => {
    const api = await openServer({ hasSample: false });

    expect((await sessionOf(api)).samplePeople).toEqual([]);
    expect((await send(api, asBo)).status).toBe(403);
  });

  it('knows its own loader by a token', async () => {
    const api = await withAccounts();
    api.ports.loaderToken = 'loader';

    expect(await sessionOf(api, { authorization: 'Bearer loader' })).toMatchObject({ state: 'machine' });
    expect((await sessionOf(api, { authorization: 'Bearer ' })).state).toBe('signedOut');
  });
});

it('no answer is kept by a browser or a proxy', async () => {
  const api = await withAccounts();
  const answers = await Promise.all(
    ['/session', '/pipelines', '/nothing', '/openapi.json'].map((path) => send(api, { path })),
  );

  expect(answers.map(({ headers }) => headers.get('cache-control'))).toEqual(Array(4).fill('no-store'));
});
