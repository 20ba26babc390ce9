import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { NoticeAttempt } from '#api/notification-store.ts';
import { dispatchDue } from '#api/services/deliveries/dispatch.ts';
import type { Simulator } from '#mocks/simulator.ts';
import { storeEpisode } from '#test/api/store-episode.ts';
import { firedAlert } from '#test/server/stores/fired-alert.ts';
import { serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

const refused: NoticeAttempt = {
  ok: false,
  status: 400,
  latencyMs: 12,
  answer: 'unknown field',
  error: 'answered 400: unknown field',
  retryAfterMs: null,
  isFinal: true,
};

describe('channels', () => {
  it('are made, keep their secret to themselves, and are tried out', async () => {
    const { ports } = serveEmptyStore();
    ports.notifier.deliver = async () => refused;
    const { user } = openApp('/settings/notifications');
    await user.click(await screen.findByRole('button', { name: 'Add a channel' }));
    const dialog = await screen.findByRole('dialog', { name: 'New channel' });
    await user.selectOptions(within(dialog).getByLabelText('Kind'), 'Webhook');
    await user.type(within(dialog).getByLabelText('Name'), 'Incident desk');
    await user.type(within(dialog).getByLabelText('Address'), 'https://hooks.example.org/a');
    await user.type(within(dialog).getByLabelText('Signing key, if any'), 'a very long signing key');

    await user.click(within(dialog).getByRole('button', { name: 'Save the channel' }));

    await user.click(await screen.findByRole('button', { name: 'Send a test Incident desk' }));
    expect(
      await screen.findByText('It failed: answered 400: unknown field, status 400, after 12 ms.'),
    ).toBeVisible();
    expect(screen.getByText('unknown field')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Change Incident desk' }));
    const again = await screen.findByRole('dialog', { name: 'Change Incident desk' });
    expect(within(again).getByLabelText('Signing key, if any')).toHaveDisplayValue('');
    expect(within(again).getByPlaceholderText('set: … key')).toBeVisible();
    await user.clear(within(again).getByLabelText('Address'));
    await user.type(within(again).getByLabelText('Address'), 'https://elsewhere.example.org/a');
    await user.click(within(again).getByRole('button', { name: 'Save the channel' }));
    expect(
      await within(again).findByText(/the channel leads elsewhere now: give its signingKey anew/),
    ).toBeVisible();
  });

  it('say what is missing before they are saved', async () => {
    serveEmptyStore();
    const { user } = openApp('/settings/notifications');
    await user.click(await screen.findByRole('button', { name: 'Add a channel' }));
    const dialog = await screen.findByRole('dialog', { name: 'New channel' });
    await user.selectOptions(within(dialog).getByLabelText('Kind'), 'E-mail');
    await user.type(within(dialog).getByLabelText('Name'), 'Mail');
    await user.type(within(dialog).getByLabelText('SMTP server'), 'smtp.example.org');
    await user.type(within(dialog).getByLabelText('From'), 'nobody');
    await user.type(within(dialog).getByLabelText('To, one a line'), 'a@example.org');

    await user.click(within(dialog).getByRole('button', { name: 'Save the channel' }));

    expect(await within(dialog).findByText(/^From: Invalid email/)).toBeVisible();
  });
});

describe('routes', () => {
  it('show what they would have caught before they are saved, and are in force afterwards', async () => {
    const { ports } = serveEmptyStore();
    await addWebhook(ports);
    const nowMs = await ports.control.currentTime();
    await storeEpisode(ports, { id: 'asr', stage: 'asr', pipeline: 'speech', fromMs: nowMs - 60_000 });
    const { user } = openApp('/settings/notifications');
    expect(await screen.findByText('1 alert in the last 7 days, 1 critical')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Add a route' }));
    const dialog = await screen.findByRole('dialog', { name: 'New route' });
    await user.type(within(dialog).getByLabelText('Name'), 'Pages');
    await user.click(within(dialog).getByRole('button', { name: 'Add a condition' }));
    await user.click(within(dialog).getByRole('checkbox', { name: 'hook' }));
    await user.click(within(dialog).getByRole('button', { name: 'Take over' }));

    const route = (await screen.findByText('Pages', { selector: 'strong' })).closest('li') as HTMLElement;
    expect(within(route).getByText('Alerts whose severity is “critical”')).toBeVisible();
    expect(within(route).getByText('hook at once.')).toBeVisible();
    expect(await within(route).findByText('1 alert in the last 7 days, 1 critical')).toBeVisible();
    expect((await ports.control.readRoutes()).routes).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Save the routes' }));
    expect(await screen.findByText('The routes are in force.')).toBeVisible();
    expect((await ports.control.readRoutes()).routes).toMatchObject([{ name: 'Pages' }]);
  });
});

describe('a dead letter', () => {
  it('is red on every page, and is tried again or put away', async () => {
    const { ports } = serveEmptyStore();
    ports.notifier.deliver = async () => refused;
    await addWebhook(ports);
    const routes = [
      {
        name: 'all',
        matchers: [],
        continues: false,
        levels: [{ afterMinutes: 0, channels: ['hook'] }],
        quietHours: null,
      },
    ];
    await ports.control.writeRoutes({ revision: 1, routes, changedAt: null, changedBy: null }, entry);
    await ports.control.writeAlerts([firedAlert({ id: 'asr', atMs: await ports.control.currentTime() })]);
    await Promise.all(await dispatchDue(ports, new Map()));
    const { user } = openApp('/audit');
    const banner = await screen.findByText('A message about alerts reached nobody.');

    expect(banner).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'See them' }));
    expect(await screen.findByText('answered 400: unknown field')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Put away : psi of audio length, speech / asr' }));
    await waitFor(() => expect(screen.queryByText('A message about alerts reached nobody.')).toBeNull());
  });

  it('stands on the page of its alert', async () => {
    const { ports } = serveEmptyStore();
    ports.notifier.deliver = async () => refused;
    await addWebhook(ports);
    const routes = [
      {
        name: 'all',
        matchers: [],
        continues: false,
        levels: [{ afterMinutes: 0, channels: ['hook'] }],
        quietHours: null,
      },
    ];
    await ports.control.writeRoutes({ revision: 1, routes, changedAt: null, changedBy: null }, entry);
    await ports.control.writeAlerts([firedAlert({ id: 'asr', atMs: await ports.control.currentTime() })]);
    await Promise.all(await dispatchDue(ports, new Map()));
    openApp('/alerts/asr');

    const told = await screen.findByRole('region', { name: 'Timeline and notes' });
    expect(
      await within(told).findByText(
        'hook was never told that it fires: answered 400: unknown field, after 1 attempt.',
      ),
    ).toBeVisible();
  });
});

const entry = {
  actor: 'tester',
  action: 'test',
  subject: 'test',
  at: '2026-11-24T10:00:00.123Z',
  before: null,
  after: null,
  reason: '',
  origin: { ip: null, userAgent: null, session: null },
};

async function addWebhook({ control }: Simulator['ports']): Promise<void> {
  const channel = {
    id: 'hook',
    revision: 1,
    name: 'hook',
    isEnabled: true,
    settings: { kind: 'webhook' as const, url: 'https://hooks.example.org/a' },
    secrets: {},
    changedAt: entry.at,
    changedBy: 'tester',
  };
  await control.writeChannel(channel, entry);
}
