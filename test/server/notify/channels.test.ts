import { createDecipheriv, createECDH, createPublicKey, hkdfSync, verify, type ECDH } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Notice, StoredChannel } from '#api/notification-store.ts';
import type { ChannelSecrets, ChannelSettings } from '#contract/notification-channel.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { createNotifier } from '#server/notify/notifier.ts';
import { createTargetGuard } from '#server/outbound/target-guard.ts';
import { audit } from '#test/server/stores/control-stores.ts';
import { firedAlert, resolvedAlert } from '#test/server/stores/fired-alert.ts';
import { answers, openReceiver } from './receiver.ts';

const atMs = Date.UTC(2026, 10, 24, 12);
const at = new Date(atMs).toISOString();
const later = (ms: number) => new Date(atMs + ms).toISOString();
const fired = firedAlert({ id: 'asr', atMs });
const resolved = resolvedAlert(fired, atMs);
const url = 'https://watch.example.org/alerts/asr';

const noticeOf = (...changes: (typeof fired)[]): Notice => {
  const messages = changes.flatMap(({ alert, messages: all }) =>
    all.map((message) => ({ key: `asr/1/${message.kind}/${message.number}`, message, alert })),
  );
  return { key: messages.length === 1 ? (messages[0]?.key ?? '') : 'digest/c/1', messages, isTest: false };
};
const firing = noticeOf(fired);
const over = noticeOf(resolved);
const both = noticeOf(fired, resolved);
const taken = noticeOf({
  ...fired,
  messages: fired.messages.map((message) => ({ ...message, kind: 'acknowledged' as const, number: 2 })),
});

const control = createMemoryControlStore();
const notifier = createNotifier({
  control,
  guard: createTargetGuard(['127.0.0.0/8']),
  origin: () => 'https://watch.example.org',
  now: () => new Date(atMs),
});

function deliver(settings: ChannelSettings, secrets: ChannelSecrets, notice: Notice) {
  return notifier.deliver(channelOf(settings, secrets), notice);
}

function channelOf(settings: ChannelSettings, secrets: ChannelSecrets): StoredChannel {
  return {
    id: 'c',
    revision: 1,
    name: 'c',
    isEnabled: true,
    settings,
    secrets,
    changedAt: at,
    changedBy: 'ann',
  };
}

describe('Alertmanager', () => {
  it('is told by every member, with an end that lies ahead while it fires', async () => {
    const [first, second] = [await openReceiver(answers(200)), await openReceiver(answers(503))];
    const settings = { kind: 'alertmanager' as const, urls: [first.url, `${second.url}/am/`] };

    const attempt = await deliver(settings, { authorization: 'Basic eA==' }, firing);

    expect(attempt).toMatchObject({ ok: true, status: 200, answer: `${second.url}/am/: answered 503` });
    expect(second.received).toMatchObject([{ path: '/am/api/v2/alerts' }]);
    expect(first.received).toMatchObject([
      {
        path: '/api/v2/alerts',
        headers: { 'content-type': 'application/json', authorization: 'Basic eA==' },
      },
    ]);
    expect(first.json(0)).toEqual([
      {
        labels: {
          alertname: 'psi of audio length',
          anchorwatch_alert: 'asr',
          rule_id: 'rule-asr',
          pipeline: 'speech',
          stage: 'asr',
          metric: 'input.audio_seconds',
          owner: 'voice',
          team: 'voice',
          severity: 'critical',
          source: 'anchorwatch',
        },
        annotations: {
          summary: 'critical: psi of audio length, speech / asr',
          description: 'It fires. The value is 0.31 (limit 0.2, n 812).',
          runbook_url: 'https://wiki.example.org/asr',
          anchorwatch_url: url,
          anchorwatch_episode: '1',
          anchorwatch_rule_version: '3',
        },
        startsAt: at,
        endsAt: later(240_000),
        generatorURL: url,
      },
    ]);
  });

  it('hears again of what is open and of what ended, the other severity ended, and that we live', async () => {
    const receiver = await openReceiver(answers(200));
    const { alert } = fired;
    const twoLevels = { ...alert, rule: { ...alert.rule, thresholds: { warning: 0.1, critical: 0.2 } } };

    await notifier.refresh(channelOf({ kind: 'alertmanager', urls: [receiver.url] }, {}), [
      twoLevels,
      resolved.alert,
    ]);

    expect(receiver.json(0)).toMatchObject([
      { labels: { severity: 'critical' }, endsAt: later(240_000) },
      { labels: { severity: 'warning' }, endsAt: at },
      { labels: { severity: 'critical' }, endsAt: at },
      { labels: { alertname: 'Watchdog' }, endsAt: later(240_000) },
    ]);
  });
});

describe('a Slack-style webhook', () => {
  it('is told in blocks, with a way to the alert, and names that mention nobody', async () => {
    const receiver = await openReceiver(answers(200, {}, 'ok'));
    const { alert } = fired;
    const loud = { ...fired, alert: { ...alert, rule: { ...alert.rule, name: '<!channel> & co' } } };

    const attempt = await deliver(
      { kind: 'slack' },
      { url: `${receiver.url}/services/T/B/x` },
      noticeOf(loud),
    );

    expect(attempt).toMatchObject({ ok: true, answer: 'ok' });
    expect(receiver.received[0]).toMatchObject({
      path: '/services/T/B/x',
      headers: { 'idempotency-key': 'asr/1/fire/1' },
    });
    expect(receiver.json(0)).toMatchObject({
      text: 'critical: &lt;!channel&gt; &amp; co, speech / asr. It fires. The value is 0.31 (limit 0.2, n 812).',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'critical: <!channel> & co, speech / asr' } },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: 'It fires. The value is 0.31 (limit 0.2, n 812).' },
        },
        {
          type: 'section',
          fields: expect.arrayContaining([{ type: 'mrkdwn', text: '*Owner*\nvoice' }]) as unknown,
        },
        { type: 'actions', elements: [{ type: 'button', url }] },
      ],
    });
  });

  it('is told once of what could not come at its time', async () => {
    const receiver = await openReceiver(answers(200));

    await deliver({ kind: 'slack' }, { url: receiver.url }, both);

    expect(receiver.json(0)).toMatchObject({
      text: '2 messages about 1 alert that could not come at their time',
      blocks: [
        {},
        {
          text: {
            text: '• 2026-11-24 12:00 UTC critical: psi of audio length, speech / asr. It fires. The value is 0.31 (limit 0.2, n 812).\n• 2026-11-24 12:00 UTC resolved: psi of audio length, speech / asr. It is over. The value is 0.31 (limit 0.2, n 812).',
          },
        },
        { elements: [{ url: 'https://watch.example.org/alerts' }] },
      ],
    });
  });
});

describe('a Teams workflow', () => {
  it('is told by an adaptive card', async () => {
    const receiver = await openReceiver(answers(202));

    await deliver({ kind: 'teams' }, { url: receiver.url }, firing);

    expect(receiver.json(0)).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.4',
            body: [
              { type: 'TextBlock', text: 'critical: psi of audio length, speech / asr', weight: 'Bolder' },
              { type: 'TextBlock', text: 'It fires. The value is 0.31 \\(limit 0.2, n 812\\).' },
              {
                type: 'FactSet',
                facts: expect.arrayContaining([{ title: 'Owner', value: 'voice' }]) as unknown,
              },
            ],
            actions: [{ type: 'Action.OpenUrl', title: 'Open the alert', url }],
          },
        },
      ],
    });
  });
});

describe('PagerDuty', () => {
  it('gets one incident an episode, who took it, and its end', async () => {
    const receiver = await openReceiver(answers(202));
    const settings = { kind: 'pagerduty' as const, url: receiver.url };
    const secrets = { routingKey: 'R0123456789' };

    await deliver(settings, secrets, firing);
    await deliver(settings, secrets, taken);
    await deliver(settings, secrets, over);

    expect(receiver.json(0)).toMatchObject({
      routing_key: 'R0123456789',
      event_action: 'trigger',
      dedup_key: 'aw/asr/1',
      client: 'Anchorwatch',
      client_url: url,
      payload: {
        summary:
          'critical: psi of audio length, speech / asr. It fires. The value is 0.31 (limit 0.2, n 812).',
        source: 'speech',
        severity: 'critical',
        timestamp: at,
        component: 'asr',
        group: 'speech',
        class: 'psi of audio length',
      },
      links: [{ href: url }, { href: 'https://wiki.example.org/asr' }],
    });
    expect([receiver.json(1), receiver.json(2)]).toEqual(
      ['acknowledge', 'resolve'].map((event_action) => ({
        routing_key: 'R0123456789',
        event_action,
        dedup_key: 'aw/asr/1',
      })),
    );
  });

  it('is left without an open incident by a test', async () => {
    const receiver = await openReceiver(answers(202));

    await deliver({ kind: 'pagerduty', url: receiver.url }, { routingKey: 'R' }, { ...firing, isTest: true });

    expect(receiver.json(0)).toMatchObject({ event_action: 'trigger', payload: { severity: 'info' } });
    expect(receiver.json(1)).toMatchObject({ event_action: 'resolve' });
  });
});

describe('ntfy', () => {
  it.each([
    ['what is critical', firing, 5, ['rotating_light', 'critical']],
    ['an end', over, 2, ['white_check_mark', 'resolved']],
  ])('is told with the priority of %s', async (_, notice, priority, tags) => {
    const receiver = await openReceiver(answers(200));

    await deliver({ kind: 'ntfy', url: receiver.url, topic: 'oncall' }, { token: 'tk_1' }, notice);

    expect(receiver.received[0]?.headers).toMatchObject({ authorization: 'Bearer tk_1' });
    expect(receiver.json(0)).toMatchObject({
      topic: 'oncall',
      title: expect.stringContaining('psi of audio length, speech / asr') as string,
      priority,
      tags,
      click: url,
      actions: [{ action: 'view', label: 'Open the alert', url, clear: true }],
    });
  });
});

describe('Web Push', () => {
  it('reaches every browser of those it is for, readable by it alone, signed by the key that browsers know', async () => {
    const receiver = await openReceiver(answers(201));
    const browser = createECDH('prime256v1');
    const keys = {
      p256dh: browser.generateKeys().toString('base64url'),
      auth: Buffer.alloc(16, 7).toString('base64url'),
    };
    const endpoint = `${receiver.url}/send/abc`;
    const subscription = { endpoint, keys, person: 'ann', since: at };
    await control.putPushSubscription(subscription, audit('push.subscribe', 'ann'));

    const attempt = await deliver({ kind: 'webpush', people: ['ann'] }, {}, firing);

    expect(attempt).toMatchObject({ ok: true, answer: '1 browser' });
    const { headers = {}, raw = Buffer.alloc(0) } = receiver.received[0] ?? {};
    expect(headers).toMatchObject({ ttl: '86400', urgency: 'high', 'content-encoding': 'aes128gcm' });
    expect(JSON.parse(opened(raw, browser, keys.auth))).toEqual({
      title: 'critical: psi of audio length, speech / asr',
      body: 'It fires. The value is 0.31 (limit 0.2, n 812).',
      url,
      tag: 'asr/1/fire/1',
      isUrgent: true,
    });
    const claims = verified(headers.authorization ?? '', await notifier.pushKey());
    expect(claims).toMatchObject({ aud: receiver.url, sub: 'https://watch.example.org' });
  });

  it('forgets a browser that is gone, and says when nobody is left', async () => {
    const receiver = await openReceiver(answers(410));
    const browser = createECDH('prime256v1');
    const keys = { p256dh: browser.generateKeys().toString('base64url'), auth: 'BTBZMqHH6r4Tts7J_aSIgg' };
    const subscription = { endpoint: `${receiver.url}/gone`, keys, person: 'bob', since: at };
    await control.putPushSubscription(subscription, audit('push.subscribe', 'bob'));

    expect(await deliver({ kind: 'webpush', people: ['bob'] }, {}, firing)).toMatchObject({
      ok: false,
      error: 'nobody of those it is for has switched notifications on in a browser',
    });
    expect(await control.listPushSubscriptions(['bob'])).toEqual([]);
    expect((await control.listAudit(1))[0]).toMatchObject({ action: 'push.gone', subject: 'bob' });
  });
});

/** What the browser reads: RFC 8291 the other way round. */
function opened(body: Buffer, browser: ECDH, auth: string): string {
  const salt = body.subarray(0, 16);
  const sender = body.subarray(21, 21 + (body[20] ?? 0));
  const record = body.subarray(21 + sender.length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const material = hkdfSync(
    'sha256',
    browser.computeSecret(sender),
    Buffer.from(auth, 'base64url'),
    info,
    32,
  );
  const derive = (name: string, bytes: number) =>
    Buffer.from(
      hkdfSync('sha256', Buffer.from(material), salt, Buffer.from(`Content-Encoding: ${name}\0`), bytes),
    );
  const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}

/** The claims of a VAPID header, once its signature is checked with the key it names. */
function verified(header: string, publicKey: string): Record<string, unknown> {
  const [, token = '', key] = /^vapid t=(\S+), k=(\S+)$/.exec(header) ?? [];
  expect(key).toBe(publicKey);
  const point = Buffer.from(publicKey, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const [head = '', claims = '', signature = ''] = token.split('.');
  const isGood = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  expect(isGood).toBe(true);
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
}
