import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AlertChange } from '#api/alert-store.ts';
import type { StoredChannel } from '#api/notification-store.ts';
import { dispatchDue } from '#api/services/deliveries/dispatch.ts';
import type { NotificationRoute } from '#contract/notification-route.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { createNotifier } from '#server/notify/notifier.ts';
import { createTargetGuard } from '#server/outbound/target-guard.ts';
import { answers, cuts, openReceiver } from '#test/server/notify/receiver.ts';
import { audit } from '#test/server/stores/control-stores.ts';
import { firedAlert, resolvedAlert } from '#test/server/stores/fired-alert.ts';

const startMs = Date.UTC(2026, 10, 24, 12);
const MINUTE_MS = 60_000;

/** The real sender over a store in memory, with a clock of its own. */
function house() {
  let nowMs = startMs;
  const control = createMemoryControlStore({ currentTime: () => nowMs });
  const notifier = createNotifier({
    control,
    guard: createTargetGuard(['127.0.0.0/8']),
    origin: () => 'https://watch.example.org',
    now: () => new Date(nowMs),
  });
  const secrets = { randomBytes: (length: number) => new Uint8Array(length) } as never;
  return {
    control,
    nowMs: () => nowMs,
    pass: (ms: number) => {
      nowMs += ms;
    },
    dispatch: async () => {
      await Promise.all(await dispatchDue({ control, notifier, secrets }, new Map()));
    },
    addWebhook: async (id: string, url: string, secrets: StoredChannel['secrets'] = {}) => {
      const channel: StoredChannel = {
        id,
        revision: 1,
        name: id,
        isEnabled: true,
        settings: { kind: 'webhook', url },
        secrets,
        changedAt: new Date(nowMs).toISOString(),
        changedBy: 'ann',
      };
      await control.writeChannel(channel, audit('channel.create', id));
    },
    route: async (
      levels: NotificationRoute['levels'],
      quietHours: NotificationRoute['quietHours'] = null,
    ) => {
      const routes = [{ name: 'all', matchers: [], continues: false, levels, quietHours }];
      const table = { revision: 1, routes, changedAt: null, changedBy: null };
      await control.writeRoutes(table, audit('routes.write', 'routes'));
    },
    fire: async (about: Partial<Parameters<typeof firedAlert>[0]> = {}): Promise<AlertChange> => {
      const change = firedAlert({ atMs: nowMs, ...about });
      await control.writeAlerts([change]);
      return change;
    },
    notes: async (alertId?: string) => {
      const found = await control.listDeliveries({ alertId }, 99);
      return found.map(({ channelId, kind, state, attempts, note }) => [
        channelId,
        kind,
        state,
        attempts,
        note,
      ]);
    },
  };
}

describe('messages', () => {
  it('reach a webhook in the shape of Alertmanager, signed, with a key that stays', async () => {
    const { addWebhook, route, fire, dispatch } = house();
    const receiver = await openReceiver(answers(200));
    await addWebhook('hook', `${receiver.url}/in`, { signingKey: 'key', authorization: 'Bearer t' });
    await route([{ afterMinutes: 0, channels: ['hook'] }]);
    const { alert } = await fire();

    await dispatch();

    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    const seconds = startMs / 1000;
    const digest = createHmac('sha256', 'key').update(`${seconds}.${body}`).digest('hex');
    expect(headers).toMatchObject({
      'idempotency-key': `${alert.id}/1/fire/1`,
      'anchorwatch-signature': `t=${seconds},v1=${digest}`,
      authorization: 'Bearer t',
    });
    expect(receiver.json(0)).toMatchObject({
      version: '4',
      status: 'firing',
      receiver: 'hook',
      groupLabels: { alertname: 'psi of audio length' },
      externalURL: 'https://watch.example.org',
      alerts: [
        {
          status: 'firing',
          labels: {
            alertname: 'psi of audio length',
            pipeline: 'speech',
            stage: 'asr',
            team: 'voice',
            severity: 'critical',
            owner: 'voice',
          },
          annotations: {
            summary: 'critical: psi of audio length, speech / asr',
            description: 'It fires. The value is 0.31 (limit 0.2, n 812).',
            runbook_url: 'https://wiki.example.org/asr',
          },
          startsAt: new Date(startMs).toISOString(),
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: `https://watch.example.org/alerts/${alert.id}`,
        },
      ],
      anchorwatch: {
        isTest: false,
        messages: [{ kind: 'fire', episode: 1, ruleVersion: 3, value: 0.31, threshold: 0.2 }],
      },
    });
  });

  it('go on by one channel while another fails, and repeat nothing that arrived', async () => {
    const { addWebhook, route, fire, dispatch, pass, notes } = house();
    const good = await openReceiver(answers(200));
    const bad = await openReceiver(
      answers(500),
      cuts,
      answers(302, { location: 'https://x.org/y' }),
      answers(200),
    );
    await addWebhook('bad', bad.url);
    await addWebhook('good', good.url);
    await route([{ afterMinutes: 0, channels: ['bad', 'good'] }]);
    const { alert } = await fire();

    const told: unknown[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      await dispatch();
      told.push((await notes()).find(([channel]) => channel === 'bad')?.at(-1));
      pass(4_000);
    }

    expect(good.received).toHaveLength(1);
    expect(told).toEqual([
      'answered 500',
      'the connection was cut before an answer came',
      'answered 302, a redirect to https://x.org, which is not followed: give the address it leads to',
      null,
    ]);
    expect(bad.received.map(({ headers }) => headers['idempotency-key'])).toEqual(
      Array.from({ length: 4 }, () => `${alert.id}/1/fire/1`),
    );
    expect(await notes()).toEqual([
      ['good', 'fire', 'sent', 1, null],
      ['bad', 'fire', 'sent', 4, null],
    ]);
  });

  it('wait as long as a receiver asks', async () => {
    const { addWebhook, route, fire, dispatch, pass } = house();
    const receiver = await openReceiver(answers(429, { 'retry-after': '120' }), answers(200));
    await addWebhook('hook', receiver.url);
    await route([{ afterMinutes: 0, channels: ['hook'] }]);
    await fire();

    await dispatch();
    pass(119_000);
    await dispatch();
    expect(receiver.received).toHaveLength(1);
    pass(1_000);
    await dispatch();
    expect(receiver.received).toHaveLength(2);
  });

  it('are dead letters after a day, or at once where the body is refused; the alert still fires', async () => {
    const { addWebhook, route, fire, dispatch, pass, notes, control } = house();
    const away = await openReceiver(answers(503));
    const strict = await openReceiver(answers(400, {}, 'unknown field'));
    await addWebhook('away', away.url);
    await addWebhook('strict', strict.url);
    await route([{ afterMinutes: 0, channels: ['away', 'strict'] }]);
    const { alert } = await fire();

    await dispatch();
    expect(await notes()).toContainEqual(['strict', 'fire', 'dead', 1, 'answered 400: unknown field']);
    for (let hours = 0; hours < 24; hours++) {
      pass(60 * MINUTE_MS);
      await dispatch();
    }

    expect(await notes()).toContainEqual(['away', 'fire', 'dead', 25, 'answered 503']);
    expect(await control.deliveryHealth()).toMatchObject({ dead: 2, waiting: 0 });
    expect((await control.findAlert(alert.id))?.state.condition).toBe('firing');
  });

  it('come in one digest after an outage of the receiver, in order, and what comes later after it', async () => {
    const { addWebhook, route, fire, dispatch, pass, control, nowMs, notes } = house();
    const receiver = await openReceiver(answers(503));
    await addWebhook('hook', receiver.url);
    await route([{ afterMinutes: 0, channels: ['hook'] }]);
    const [first, second] = [await fire(), await fire()];
    await dispatch();
    pass(20 * MINUTE_MS);
    await control.writeAlerts([resolvedAlert(first, nowMs())]);
    await dispatch();
    await control.writeAlerts([resolvedAlert(second, nowMs())]);
    await dispatch();
    expect((await notes()).map(([, kind, state]) => [kind, state])).toEqual([
      ['resolve', 'waiting'],
      ['digest', 'waiting'],
      ['resolve', 'digested'],
      ['fire', 'digested'],
      ['fire', 'digested'],
    ]);

    receiver.behaves(answers(200));
    pass(MINUTE_MS);
    await dispatch();
    await dispatch();

    expect(receiver.json(-2)).toMatchObject({
      status: 'firing',
      alerts: [{ status: 'resolved' }, { status: 'firing' }],
      anchorwatch: { messages: [{ kind: 'fire' }, { kind: 'fire' }, { kind: 'resolve' }] },
    });
    expect(receiver.json(-1)).toMatchObject({
      status: 'resolved',
      alerts: [{ status: 'resolved', labels: { anchorwatch_alert: second.alert.id } }],
    });
    expect((await notes()).filter(([, , state]) => state === 'waiting')).toEqual([]);
  });

  it('wait for the end of quiet hours when they warn, and come together', async () => {
    const { addWebhook, route, fire, dispatch, pass } = house();
    const receiver = await openReceiver(answers(200));
    await addWebhook('hook', receiver.url);
    const quiet = { zone: 'UTC', from: '11:00', to: '13:00', weekend: false };
    await route([{ afterMinutes: 0, channels: ['hook'] }], quiet);
    await fire({ severity: 'warning' });
    await fire({ severity: 'warning' });
    const { alert } = await fire({ severity: 'critical' });

    await dispatch();
    expect(receiver.received.map(({ headers }) => headers['idempotency-key'])).toEqual([
      `${alert.id}/1/fire/1`,
    ]);
    pass(60 * MINUTE_MS);
    await dispatch();
    expect(receiver.received).toHaveLength(2);
    expect(receiver.json(1)).toMatchObject({ alerts: [{}, {}], commonLabels: { severity: 'warning' } });
  });

  it('climb to the next level after its minutes, unless somebody took the alert', async () => {
    const { addWebhook, route, fire, dispatch, pass, control, nowMs, notes } = house();
    const [first, second] = [await openReceiver(answers(200)), await openReceiver(answers(200))];
    await addWebhook('first', first.url);
    await addWebhook('second', second.url);
    await route([
      { afterMinutes: 0, channels: ['first'] },
      { afterMinutes: 10, channels: ['second'] },
    ]);
    const left = await fire();
    const taken = await fire();
    const handling = {
      kind: 'acknowledged' as const,
      by: 'ann',
      atMs: nowMs(),
      untilMs: nowMs() + 60 * MINUTE_MS,
      severity: 'critical' as const,
      isReminded: false,
    };
    await dispatch();
    const state = { ...taken.alert.state, handling };
    await control.writeAlerts([
      { alert: { ...taken.alert, revision: 1, state }, transitions: [], messages: [] },
    ]);

    pass(9 * MINUTE_MS);
    await dispatch();
    expect(second.received).toEqual([]);
    pass(MINUTE_MS);
    await dispatch();

    expect(first.received).toHaveLength(2);
    expect(second.received.map(({ headers }) => headers['idempotency-key'])).toEqual([
      `${left.alert.id}/1/fire/1`,
    ]);
    expect((await notes(taken.alert.id))[0]).toEqual([
      'second',
      'fire',
      'skipped',
      1,
      'ann had acknowledged it',
    ]);
  });
});
