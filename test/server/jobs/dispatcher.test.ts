import { expect, it } from 'vitest';
import { createMemoryControlStore } from '#mocks/memory-control-store.ts';
import { startDispatcher } from '#server/jobs/dispatcher.ts';
import { createNotifier } from '#server/notify/notifier.ts';
import { createTargetGuard } from '#server/outbound/target-guard.ts';
import { createSecrets } from '#server/secrets.ts';
import { answers, openReceiver } from '#test/server/notify/receiver.ts';
import { audit } from '#test/server/stores/control-stores.ts';
import { firedAlert } from '#test/server/stores/fired-alert.ts';

it('delivers by itself, and tells Alertmanager that it lives', async () => {
  const control = createMemoryControlStore();
  const receiver = await openReceiver(answers(200));
  const guard = createTargetGuard(['127.0.0.0/8']);
  const notifier = createNotifier({
    control,
    guard,
    origin: () => 'https://watch.example.org',
    now: () => new Date(),
  });
  const channel = {
    id: 'am',
    revision: 1,
    name: 'am',
    isEnabled: true,
    settings: { kind: 'alertmanager' as const, urls: [receiver.url] },
    secrets: {},
    changedAt: '2026-11-24T10:00:00.000Z',
    changedBy: 'ann',
  };
  await control.writeChannel(channel, audit('channel.create', 'am'));
  const levels = [{ afterMinutes: 0, channels: ['am'] }];
  const routes = [{ name: 'all', matchers: [], continues: false, levels, quietHours: null }];
  await control.writeRoutes(
    { revision: 1, routes, changedAt: null, changedBy: null },
    audit('routes.write', 'r'),
  );
  await control.writeAlerts([firedAlert({ id: 'asr', atMs: Date.now() })]);

  const dispatcher = startDispatcher({ control, notifier, secrets: createSecrets() }, () => {}, {
    pauseMs: 5,
  });

  const names = () =>
    receiver.received.flatMap(({ body }) =>
      [...body.matchAll(/"alertname":"([^"]+)"/g)].map(([, name]) => name),
    );
  await expect.poll(names).toEqual(expect.arrayContaining(['psi of audio length', 'Watchdog']));
  expect(dispatcher.isDelivering()).toBe(true);
  await dispatcher.stop();
  expect((await control.listDeliveries({}, 9)).map(({ state }) => state)).toEqual(['sent']);
});
