import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { serveEmptyStore, serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';
import { addAccount, endSessions } from './accounts.ts';

startMockServer();

type App = ReturnType<typeof openApp>;

async function opensAccount(app: App) {
  await app.user.click(await screen.findByRole('button', { name: /^Account: / }));
  return screen.findByRole('dialog', { name: 'Account' });
}

async function signsIn(app: App, { id, password }: { id?: string; password: string }) {
  const form = await screen.findByRole('form', { name: 'Sign in' });
  if (id !== undefined) await app.user.type(within(form).getByLabelText('Sign-in name'), id);
  await app.user.type(within(form).getByLabelText('Password'), password);
  await app.user.click(within(form).getByRole('button', { name: 'Sign in' }));
}

describe('whoever is at the page', () => {
  it('can be each person of the sample with one click, and themselves again', async () => {
    await serveSpeech();
    const app = openApp('/p/speech/s/asr/references');
    const reference = await screen.findByRole('button', { name: 'Use this range as reference' });
    expect(reference).toBeEnabled();

    const menu = await opensAccount(app);
    await app.user.click(within(menu).getByRole('button', { name: 'Vic Tanaka, viewer' }));

    expect(await screen.findByRole('button', { name: 'Account: Vic Tanaka' })).toBeVisible();
    await waitFor(() => expect(reference).toBeDisabled());
    expect(reference).toHaveAttribute('title', 'Your role is viewer; this takes engineer or admin.');

    const again = await opensAccount(app);
    await app.user.click(within(again).getByRole('button', { name: 'Yourself again' }));
    expect(await screen.findByRole('button', { name: 'Account: Local user' })).toBeVisible();
    await waitFor(() => expect(reference).toBeEnabled());
  });

  it('signs in where there are accounts, and is then on the page they came for', async () => {
    const simulator = await serveSpeech();
    const password = await addAccount(simulator, 'eve', 'admin');
    const app = openApp('/p/speech');

    expect(await screen.findByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    expect(screen.queryByRole('navigation')).toBeNull();
    await signsIn(app, { id: 'eve', password: 'wrong' });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Not signed in: sign-in name and password do not belong together.',
    );
    expect(screen.getByLabelText('Sign-in name')).toHaveValue('eve');

    await signsIn(app, { password });

    expect(await screen.findByRole('heading', { level: 1, name: /Speech/ })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Account: Eve Team' })).toBeVisible();
  });

  it('sees nothing more after signing out', async () => {
    const simulator = await serveSpeech();
    const password = await addAccount(simulator, 'eve', 'admin');
    const app = openApp('/');
    await signsIn(app, { id: 'eve', password });

    const menu = await opensAccount(app);
    await app.user.click(within(menu).getByRole('button', { name: 'Sign out' }));

    expect(await screen.findByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    expect(screen.queryByRole('heading', { name: 'Fleet' })).toBeNull();
  });
});

describe('a session that ends', () => {
  it('is begun again in place: what was typed is kept, and nothing is done by itself', async () => {
    const simulator = serveEmptyStore();
    const password = await addAccount(simulator, 'eve', 'admin');
    const app = openApp('/');
    await signsIn(app, { id: 'eve', password });
    await app.user.click(await screen.findByRole('button', { name: 'Saved views' }));
    const views = await screen.findByRole('dialog', { name: 'Saved views' });
    await app.user.type(within(views).getByLabelText('Keep this page as'), 'Monday');
    await endSessions(simulator);

    await app.user.click(within(views).getByRole('button', { name: 'Save view' }));

    const again = await screen.findByRole('dialog', { name: 'Sign in again' });
    expect(within(again).getByLabelText('Sign-in name')).toHaveValue('eve');
    await signsIn(app, { password });
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Sign in again' })).toBeNull());
    expect(within(views).getByLabelText('Keep this page as')).toHaveValue('Monday');
    expect(await simulator.ports.control.listSavedViews()).toEqual([]);

    await app.user.click(within(views).getByRole('button', { name: 'Save view' }));
    expect(await within(views).findByRole('link', { name: 'Monday' })).toBeVisible();
  });

  it('leaves what is on the page, and says whose it was', async () => {
    const simulator = await serveSpeech();
    const password = await addAccount(simulator, 'eve', 'admin');
    const app = openApp('/p/speech');
    await signsIn(app, { id: 'eve', password });
    await screen.findByRole('heading', { level: 1, name: /Speech/ });
    await endSessions(simulator);

    await app.polls();

    expect(await screen.findByText(/The session of Eve Team has ended/)).toBeVisible();
    expect(screen.getByRole('heading', { level: 1, name: /Speech/ })).toBeVisible();
    await app.user.click(screen.getByRole('button', { name: 'Sign in again' }));
    await signsIn(app, { password });
    await waitFor(() => expect(screen.queryByText(/The session of Eve Team has ended/)).toBeNull());
  });
});
