import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { post, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

async function serve() {
  const simulator = serveEmptyStore();
  await post(simulator, [{ pipeline: 'mine', stage: 'model', time: new Date().toISOString(), latencyMs: 5 }]);
  return { simulator, app: openApp('/settings/sources') };
}

it('a source is made with its filter and token, tested, and removed', async () => {
  const { simulator, app } = await serve();
  simulator.ports.monitoring.readAlerts = async () => [
    {
      labels: { alertname: 'DiskFull', severity: 'page', stage: 'model', team: 'risk' },
      annotations: {},
      isFiring: true,
      isHeldBack: false,
      value: 1,
      url: '',
    },
  ];
  await app.user.click(await screen.findByRole('button', { name: 'Add a source' }));
  const form = await screen.findByRole('form', { name: 'New source' });
  const field = (name: RegExp | string) => within(form).getByLabelText(name);
  await waitFor(() => expect(field('Pipeline of alerts that name none')).toHaveValue('mine'));
  await app.user.type(field('Name'), 'main prometheus');
  await app.user.type(field(/^Address/), 'https://prometheus.example.org');
  await app.user.type(field(/^Token/), 'very-secret');
  await app.user.type(field(/^Only alerts/), 'team');

  await app.user.click(within(form).getByRole('button', { name: 'Save' }));
  expect(await within(form).findByRole('alert')).toHaveTextContent('“team” is not of the form label=value');
  await app.user.type(field(/^Only alerts/), '=risk');
  await app.user.click(within(form).getByRole('button', { name: 'Save' }));

  const list = await screen.findByRole('list', { name: 'Alert sources' });
  expect(list).toHaveTextContent('Prometheus at https://prometheus.example.org');
  expect(list).toHaveTextContent('Nothing was heard of it yet.');
  await app.user.click(within(list).getByRole('button', { name: 'Test main prometheus' }));
  expect(await within(list).findByRole('status')).toHaveTextContent(
    'It answers: 1 alert for the inbox, 0 left out',
  );
  expect(list).toHaveTextContent('DiskFull: critical, mine / model');
  expect(await simulator.ports.control.listAlertSources()).toMatchObject([
    { token: 'very-secret', matchers: [{ label: 'team', operator: 'is', value: 'risk' }] },
  ]);
  await app.user.click(within(list).getByRole('button', { name: 'Remove main prometheus' }));
  expect(await screen.findByText('There is none yet.')).toBeVisible();
});

it('a source that moves asks for its token anew, and one out of reach says why', async () => {
  const { app } = await serve();
  await app.user.click(await screen.findByRole('button', { name: 'Add a source' }));
  await waitFor(() => expect(screen.getByLabelText('Pipeline of alerts that name none')).toHaveValue('mine'));
  await app.user.selectOptions(screen.getByLabelText('Kind'), 'alertmanager');
  await app.user.type(screen.getByLabelText('Name'), 'am');
  await app.user.type(screen.getByLabelText(/^Address/), 'https://am.example.org');
  await app.user.type(screen.getByLabelText(/^Token/), 'very-secret');
  await app.user.click(screen.getByLabelText(/^Show acknowledgements/));
  await app.user.click(screen.getByRole('button', { name: 'Save' }));

  await app.user.click(await screen.findByRole('button', { name: 'Test am' }));
  expect(await screen.findByText('It cannot be read: the demo reaches no other server')).toBeVisible();
  await app.user.click(screen.getByRole('button', { name: 'Change am' }));
  await app.user.clear(screen.getByLabelText(/^Address/));
  await app.user.type(screen.getByLabelText(/^Address/), 'https://elsewhere.example.org');
  await app.user.click(screen.getByRole('button', { name: 'Save' }));

  expect(await screen.findByText(/give its token anew/)).toBeVisible();
});
