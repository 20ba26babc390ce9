import { describe, expect, it } from 'vitest';
import type { StoredAlert } from '#api/alert-store.ts';
import type { StoredChannel } from '#api/notification-store.ts';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { createNotifier } from '#server/notify/notifier.ts';
import { createTargetGuard } from '#server/outbound/target-guard.ts';
import { openReceiver, answers } from '#test/server/notify/receiver.ts';
import { firedAlert, resolvedAlert } from '#test/server/stores/fired-alert.ts';
import { startAlertmanager } from './start-alertmanager.ts';

const configOf = (hook: string) => `
route: { receiver: hook, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
receivers: [{ name: hook, webhook_configs: [{ url: '${hook}', send_resolved: true }] }]
`;

type Listed = { labels: Record<string, string>; endsAt: string; status: { state: string } };

describe('a real Alertmanager', () => {
  it(
    'takes our alerts, keeps them as long as we repeat them, and hears of their end',
    { timeout: 60_000 },
    async () => {
      const hook = await openReceiver(answers(200));
      await using alertmanager = await startAlertmanager(configOf(hook.url));
      const notifier = createNotifier({
        control: createMemoryControlStore(),
        guard: createTargetGuard(['127.0.0.0/8']),
        origin: () => 'https://watch.example.org',
        now: () => new Date(),
      });
      const channel = channelOf(alertmanager.url);
      const fired = firedAlert({ id: 'asr', atMs: Date.now() - 60_000 });
      const { alert, messages } = fired;
      const told = messages.map((message) => ({ key: 'asr/1/fire/1', message, alert }));

      expect(
        await notifier.deliver(channel, { key: 'asr/1/fire/1', messages: told, isTest: false }),
      ).toMatchObject({
        ok: true,
        status: 200,
      });

      const [listed] = await listOf(alertmanager.url, 'psi of audio length');
      expect(listed).toMatchObject({
        labels: { pipeline: 'speech', stage: 'asr', severity: 'critical' },
        status: { state: 'active' },
      });
      await expect.poll(() => hook.received.length, { timeout: 20_000 }).toBeGreaterThan(0);
      expect(hook.json(0)).toMatchObject({ version: '4', status: 'firing' });

      await notifier.refresh(channel, [withTwoLevels(alert)]);
      const again = await listOf(alertmanager.url, 'psi of audio length');
      expect(again.map(({ labels }) => labels['severity'])).toEqual(['critical']);
      expect(Date.parse(again[0]?.endsAt ?? '')).toBeGreaterThan(Date.parse(listed?.endsAt ?? ''));
      expect(await listOf(alertmanager.url, 'Watchdog')).toHaveLength(1);

      await notifier.refresh(channel, [resolvedAlert(fired, Date.now() - 1_000).alert]);
      await expect
        .poll(() => listOf(alertmanager.url, 'psi of audio length'), { timeout: 20_000 })
        .toEqual([]);
      await expect
        .poll(() => hook.received.some(({ body }) => body.includes('"status":"resolved"')), {
          timeout: 20_000,
        })
        .toBe(true);
    },
  );

  it('says which alert it refuses', { timeout: 60_000 }, async () => {
    await using alertmanager = await startAlertmanager(configOf('http://127.0.0.1:1/'));
    const notifier = createNotifier({
      control: createMemoryControlStore(),
      guard: createTargetGuard(['127.0.0.0/8']),
      origin: () => 'https://watch.example.org',
      now: () => new Date(),
    });
    const { alert } = firedAlert({ id: 'asr', atMs: Date.now() });

    const attempt = await notifier.refresh(channelOf(alertmanager.url), [
      { ...alert, labels: { 'not a label': 'x' } },
    ]);

    expect(attempt).toMatchObject({ ok: false, status: 400, isFinal: true });
    expect(attempt.error).toContain('not a label');
  });
});

function withTwoLevels(alert: StoredAlert): StoredAlert {
  return { ...alert, rule: { ...alert.rule, thresholds: { warning: 0.1, critical: 0.2 } } };
}

function channelOf(url: string): StoredChannel {
  const changed = { changedAt: '2026-11-24T10:00:00.000Z', changedBy: 'ann' };
  const settings = { kind: 'alertmanager' as const, urls: [url] };
  return { id: 'am', revision: 1, name: 'am', isEnabled: true, settings, secrets: {}, ...changed };
}

async function listOf(url: string, alertname: string): Promise<Listed[]> {
  const filter = encodeURIComponent(`alertname="${alertname}"`);
  const response = await fetch(`${url}/api/v2/alerts?filter=${filter}`);
  return (await response.json()) as Listed[];
}
