import { describe, expect, it } from 'vitest';
import type { Notice, NoticeAttempt } from '#api/notification-store.ts';
import { dispatchDue } from '#api/services/deliveries/dispatch.ts';
import { Delivery } from '#contract/delivery.ts';
import { Channel } from '#contract/notification-channel.ts';
import { RoutePreview, RouteTable } from '#contract/notification-route.ts';
import { firedAlert } from '#test/server/stores/fired-alert.ts';
import { send } from './access/as.ts';
import { memoryApp, now, type MemoryApp } from './memory-app.ts';
import { storeEpisode } from './store-episode.ts';

const HOUR_MS = 3_600_000;
const hook = {
  name: 'On call',
  isEnabled: true,
  settings: { kind: 'webhook', url: 'https://hooks.example.org/a' },
  secrets: { signingKey: 'a very long signing key' },
};
const refused: NoticeAttempt = {
  ok: false,
  status: 400,
  latencyMs: 12,
  answer: 'no',
  error: 'answered 400: no',
  retryAfterMs: null,
  isFinal: true,
};

describe('a channel', () => {
  it('never gives its secrets back, neither in answers nor in the audit', async () => {
    const api = memoryApp();
    const made = await addChannel(api, hook);
    const change = { ...hook, name: 'Pager', secrets: {}, fromRevision: 1 };
    const changed = await send(api, {
      method: 'PUT',
      path: `/notification-channels/${made.id}`,
      body: change,
    });

    expect(Channel.parse(await changed.json())).toMatchObject({
      name: 'Pager',
      revision: 2,
      secretHints: { signingKey: '… key' },
      changedBy: 'local',
    });
    const listed = await (await api.get('/notification-channels')).text();
    const audit = JSON.stringify(await api.ports.control.listAudit(10));
    expect(listed + audit).not.toContain('signing key');
    expect((await api.ports.control.findChannel(made.id))?.secrets).toEqual(hook.secrets);
    expect((await api.ports.control.listAudit(1))[0]).toMatchObject({
      action: 'channel.change',
      before: { name: 'On call' },
      after: { name: 'Pager' },
    });
  });

  it.each([
    ['a secret that its kind does not have', { ...hook, secrets: { token: 'x' } }, 422],
    ['no address where it needs one', { ...hook, settings: { kind: 'slack' }, secrets: {} }, 422],
    ['an address that is none', { ...hook, settings: { kind: 'webhook', url: 'ftp://a.org' } }, 400],
  ])('is refused with %s', async (_, body, status) => {
    expect((await memoryApp().post('/notification-channels', body)).status).toBe(status);
  });

  it('is not changed from an outdated view, nor sent elsewhere with its secrets', async () => {
    const api = memoryApp();
    const { id } = await addChannel(api, hook);
    const put = async (body: object) =>
      (await send(api, { method: 'PUT', path: `/notification-channels/${id}`, body })).status;

    expect(await put({ ...hook, fromRevision: 2 })).toBe(409);
    const elsewhere = { kind: 'webhook', url: 'https://elsewhere.example.org/a' };
    expect(await put({ ...hook, settings: elsewhere, secrets: {}, fromRevision: 1 })).toBe(422);
    expect(await put({ ...hook, settings: elsewhere, fromRevision: 1 })).toBe(200);
  });

  it('stays as long as a route names it', async () => {
    const api = memoryApp();
    const { id } = await addChannel(api, hook);
    await putRoutes(api, 0, [route('all', [id])]);
    const remove = () => send(api, { method: 'DELETE', path: `/notification-channels/${id}` });

    expect((await remove()).status).toBe(409);
    await putRoutes(api, 1, []);
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
  });

  it('is tried out, and shows what it answered', async () => {
    const api = memoryApp();
    const notices: Notice[] = [];
    api.ports.notifier.deliver = async (_, notice) => {
      notices.push(notice);
      return refused;
    };
    const { id } = await addChannel(api, hook);

    const tried = await api.post(`/notification-channels/${id}/test`, {});

    expect(await tried.json()).toEqual({
      ok: false,
      status: 400,
      latencyMs: 12,
      answer: 'no',
      error: 'answered 400: no',
    });
    expect(notices).toMatchObject([
      { isTest: true, messages: [{ message: { kind: 'fire', severity: 'warning' } }] },
    ]);
    expect((await api.ports.control.listAudit(1))[0]).toMatchObject({
      action: 'channel.test',
      subject: 'On call',
    });
  });
});

describe('routes', () => {
  it('are written as a whole, from the table that was seen', async () => {
    const api = memoryApp();
    const { id } = await addChannel(api, hook);

    const written = await putRoutes(api, 0, [route('all', [id])]);

    expect(RouteTable.parse(await written.json())).toMatchObject({ revision: 1, changedBy: 'local' });
    expect((await putRoutes(api, 0, [])).status).toBe(409);
    expect((await putRoutes(api, 1, [route('all', ['nobody'])])).status).toBe(422);
    expect(await (await api.get('/notification-routes')).json()).toMatchObject({ routes: [{ name: 'all' }] });
  });

  it.each([
    ['a first level that waits', { levels: [{ afterMinutes: 5, channels: [] }] }],
    ['levels out of order', { levels: [0, 10, 5].map((afterMinutes) => ({ afterMinutes, channels: [] })) }],
    ['a zone that is none', { quietHours: { zone: 'Mars/Olympus', from: '22:00', to: '07:00' } }],
    ['quiet hours without an end', { quietHours: { zone: 'UTC', from: '22:00', to: '22:00' } }],
  ])('are refused with %s', async (_, patch) => {
    expect((await putRoutes(memoryApp(), 0, [{ ...route('all', []), ...patch }])).status).toBe(400);
  });

  it('show before they are written where the alerts of the last 7 days would have gone', async () => {
    const api = memoryApp();
    const ago = (hours: number) => now.getTime() - hours * HOUR_MS;
    await storeEpisode(api.ports, { id: 'asr', stage: 'asr', pipeline: 'speech', fromMs: ago(2) });
    await storeEpisode(api.ports, { id: 'loans', fromMs: ago(5), toMs: ago(4) });
    await storeEpisode(api.ports, { id: 'old', pipeline: 'speech', fromMs: ago(300), toMs: ago(200) });
    const speech = {
      ...route('speech', []),
      matchers: [{ label: 'pipeline', operator: 'is', value: 'speech' }],
    };

    const preview = RoutePreview.parse(
      await (await api.post('/notification-routes/preview', { routes: [speech] })).json(),
    );

    expect(preview).toEqual({
      routes: [
        {
          name: 'speech',
          episodes: 1,
          critical: 1,
          latest: [
            {
              alertId: 'asr',
              title: 'psi, speech / asr',
              from: new Date(ago(2)).toISOString(),
              severity: 'critical',
            },
          ],
        },
      ],
      nowhere: { episodes: 1, critical: 1, latest: [expect.objectContaining({ alertId: 'loans' })] },
    });
  });
});

describe('deliveries', () => {
  it('tell who was told of an alert; a dead one is tried again or put away', async () => {
    const api = memoryApp();
    const { control, notifier } = api.ports;
    notifier.deliver = async () => refused;
    const { id } = await addChannel(api, hook);
    await putRoutes(api, 0, [route('all', [id])]);
    const change = firedAlert({ id: 'asr', atMs: now.getTime() });
    await control.writeAlerts([change]);
    await Promise.all(await dispatchDue(api.ports, new Map()));

    const { items } = (await (await api.get('/notification-deliveries?alert=asr')).json()) as {
      items: Delivery[];
    };

    expect(items.map((item) => Delivery.parse(item))).toMatchObject([
      {
        alertId: 'asr',
        title: 'psi of audio length, speech / asr',
        message: 'fire',
        channel: { id, name: 'On call', kind: 'webhook' },
        route: 'all',
        state: 'dead',
        note: 'answered 400: no',
      },
    ]);
    expect(await (await api.get('/status')).json()).toMatchObject({ delivery: { dead: 1, waiting: 0 } });
    const act = async (by: string) =>
      (await api.post(`/notification-deliveries/${items[0]?.id}/${by}`, {})).status;
    expect([await act('retry'), await act('discard')]).toEqual([200, 409]);
    await Promise.all(await dispatchDue(api.ports, new Map()));
    expect([await act('discard'), await act('retry')]).toEqual([200, 409]);
    expect((await control.listAudit(1))[0]).toMatchObject({
      action: 'delivery.discard',
      after: { state: 'discarded' },
    });
    expect((await api.post('/notification-deliveries/99/retry', {})).status).toBe(404);
  });
});

describe('Web Push', () => {
  it('is switched on and off by browser, each person for themselves', async () => {
    const api = memoryApp();
    const endpoint = 'https://push.example.org/send/1';
    const keys = { p256dh: 'BCVxsr7N', auth: 'BTBZMqHH' };

    const on = await api.post('/push/subscriptions', { endpoint, keys });

    expect(await on.json()).toMatchObject({
      publicKey: expect.stringMatching(/^B/) as string,
      devices: [{ endpoint }],
    });
    const audit = JSON.stringify(await api.ports.control.listAudit(1));
    expect(audit).not.toContain('send/1');
    const off = await api.post('/push/subscriptions/remove', { endpoint });
    expect(await off.json()).toMatchObject({ devices: [] });
  });
});

async function addChannel(api: MemoryApp, body: object): Promise<Channel> {
  return Channel.parse(await (await api.post('/notification-channels', body)).json());
}

function putRoutes(api: MemoryApp, fromRevision: number, routes: object[]): Promise<Response> {
  return send(api, { method: 'PUT', path: '/notification-routes', body: { fromRevision, routes } });
}

function route(name: string, channels: string[]) {
  return { name, matchers: [], continues: false, levels: [{ afterMinutes: 0, channels }], quietHours: null };
}
