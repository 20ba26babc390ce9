import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { serveEmptyStore, serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

describe('people', () => {
  it('begin with an admin, whose password is shown once and stays until it is put away', async () => {
    await serveSpeech();
    const app = openApp('/settings/people');
    await screen.findByRole('heading', { level: 2, name: 'First account' });
    expect(screen.getByLabelText('Role')).toHaveDisplayValue(['admin']);
    await app.user.type(screen.getByLabelText('Full name'), 'Eve Adams');
    await app.user.type(screen.getByLabelText('Sign-in name, for good'), 'Eve');

    await app.user.click(screen.getByRole('button', { name: 'Make the account' }));

    expect(await screen.findByText(/The password of Eve Adams \(sign-in name eve\)/)).toBeVisible();
    const password = screen.getByText(/^\w{4}(-\w{4}){4}$/).textContent;
    // Nobody is signed in any more: the page says so, and the password is still there.
    await app.user.click(await screen.findByRole('button', { name: 'Sign in again' }));
    const form = await screen.findByRole('form', { name: 'Sign in' });
    await app.user.clear(within(form).getByLabelText('Sign-in name'));
    await app.user.type(within(form).getByLabelText('Sign-in name'), 'eve');
    await app.user.type(within(form).getByLabelText('Password'), password);
    await app.user.click(within(form).getByRole('button', { name: 'Sign in' }));

    expect(await screen.findByRole('button', { name: 'Account: Eve Adams' })).toBeVisible();
    expect(screen.getByText(password)).toBeVisible();
    await app.user.click(screen.getByRole('button', { name: 'I have put it away' }));
    expect(screen.queryByText(password)).toBeNull();
    expect(await screen.findByRole('heading', { level: 2, name: 'New account' })).toBeVisible();
  });

  it('get another role, and are disabled', async () => {
    const simulator = await serveSpeech();
    const app = openApp('/settings/people');

    await app.user.selectOptions(
      await screen.findByRole('combobox', { name: 'Role of Vic Tanaka' }),
      'on-call',
    );
    expect(await screen.findByText('Vic Tanaka is on-call now.')).toBeVisible();
    await app.user.click(screen.getByRole('button', { name: 'Disable Bo Lindqvist' }));

    expect(await screen.findByRole('button', { name: 'Enable Bo Lindqvist' })).toBeVisible();
    expect(await simulator.ports.control.findPerson('vic')).toMatchObject({ role: 'on-call' });
    expect(await simulator.ports.control.findPerson('bo')).toMatchObject({ isDisabled: true });
  });
});

it('a key is shown once, used by machines, and revoked', async () => {
  const simulator = serveEmptyStore();
  const app = openApp('/settings/keys');
  await app.user.type(await screen.findByLabelText(/^Name: which machine/), 'edge 7');
  await app.user.click(screen.getByRole('checkbox', { name: 'labels' }));

  await app.user.click(screen.getByRole('button', { name: 'Make the key' }));

  const token = (await screen.findByText(/^aw_[\w-]{43}$/)).textContent;
  const row = await screen.findByRole('row', { name: /^edge 7/ });
  expect(row).toHaveTextContent('predictions, samples');
  await app.user.click(screen.getByRole('button', { name: 'I have put it away' }));
  expect(document.body).not.toHaveTextContent(token);

  await app.user.click(within(row).getByRole('button', { name: 'Revoke edge 7' }));
  await waitFor(() => expect(row).toHaveTextContent(/revoked .*, by Local user/));
  expect(await simulator.ports.control.listApiKeys()).toMatchObject([{ name: 'edge 7', revokedBy: 'local' }]);
});
