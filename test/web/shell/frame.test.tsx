import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { breakServer, serveAgain, serveEmptyStore, serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';
import { usePreferences } from '#web/state/preferences.ts';

startMockServer();

describe('the frame', () => {
  it('leads to the fleet, the pipelines and, within one, its stages', async () => {
    await serveSpeech();
    const app = openApp('/');
    const pages = screen.getByRole('navigation', { name: 'Pages' });

    await app.user.click(await within(pages).findByRole('link', { name: 'Speech (simulated)' }));

    const heading = await screen.findByRole('heading', { level: 1, name: 'Speech (simulated)' });
    await waitFor(() => expect(heading).toHaveFocus());
    expect(document.title).toBe('speech · Anchorwatch');
    expect(app.address().pathname).toBe('/p/speech');
    const stages = within(pages).getByRole('list', { name: 'Stages' });
    expect(within(stages).getAllByRole('link')).toHaveLength(3);
    expect(screen.getByText('Sample data', { selector: 'header span' })).toBeVisible();
  });

  it('chooses a range, which enters the URL once and goes along to other pages', async () => {
    await serveSpeech();
    const app = openApp('/p/speech');

    await app.user.click(await screen.findByRole('button', { name: /^Last 6 h/ }));
    await app.user.click(await screen.findByRole('button', { name: 'Last 24 h' }));

    expect(app.history()).toEqual(['/p/speech', '/p/speech?from=-24h']);
    const pages = screen.getByRole('navigation', { name: 'Pages' });
    expect(within(pages).getByRole('link', { name: 'Fleet' })).toHaveAttribute('href', '/?from=-24h');
  });

  it('shifts, zooms and pauses by key', async () => {
    serveEmptyStore();
    const app = openApp('/');
    await screen.findByRole('heading', { name: 'Fleet' });

    await app.user.keyboard('-');
    expect(app.address().search).toBe('?from=-12h');
    await app.user.keyboard('l');
    expect(app.address().searchParams.get('live')).toBe('0');
    expect(screen.getByText('Paused')).toBeVisible();
    await app.user.keyboard('[[');
    const shifted = app.address().searchParams.get('from');
    await app.user.keyboard('l');

    expect(Date.parse(shifted ?? '')).toBeLessThan(Date.now() - 12 * 3_600_000);
    expect(app.address().search).toBe('?from=-12h');
  });

  it('leaves keys alone while somebody types, and all of them when they are switched off', async () => {
    serveEmptyStore();
    const app = openApp('/');
    const palette = await app.searches('-l');

    expect(within(palette).getByRole('combobox')).toHaveValue('-l');
    expect(app.history()).toHaveLength(1);

    await app.user.keyboard('{Escape}');
    palette.dispatchEvent(new Event('close'));
    await app.user.keyboard('?');
    await app.user.click(await screen.findByRole('checkbox', { name: 'Single keys act on the page' }));
    await app.user.click(screen.getByRole('button', { name: 'Close' }));
    await app.user.keyboard('-');

    expect(app.history()).toHaveLength(1);
  });

  it('finds a stage and a typed range in the palette', async () => {
    await serveSpeech();
    const app = openApp('/');
    await screen.findByText(/stages reporting/);

    await app.searches('asr');
    await app.user.keyboard('{Enter}');
    expect(app.address().pathname).toBe('/p/speech/s/asr');

    await app.searches('last 3 h');
    await app.user.keyboard('{Enter}');
    expect(app.address().search).toBe('?from=-3h');
  });

  it('shows times in the other zone at the press of z', async () => {
    serveEmptyStore();
    const app = openApp('/');
    await screen.findByRole('heading', { name: 'Fleet' });

    await app.user.keyboard('z');

    expect(usePreferences.getState().zone).toBe('local');
    expect(app.history()).toHaveLength(1);
  });

  it('says what a link asked for and nobody understood, and shows the page all the same', async () => {
    serveEmptyStore();
    openApp('/?from=yesterday&colour=red');

    expect(await screen.findByText(/left out: from = “yesterday”, colour = “red”/)).toBeVisible();
    expect(await screen.findByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible();
  });

  it('freezes a relative range that a link calls paused', async () => {
    serveEmptyStore();
    const app = openApp('/?from=-3h&live=0');

    await waitFor(() => expect(app.address().searchParams.get('to')).toMatch(/^\d{4}-/));
    expect(app.history()).toHaveLength(1);
  });

  it('says that the server is down, keeps the page, and recovers at a retry', async () => {
    const simulator = await serveSpeech();
    const app = openApp('/');
    await screen.findByText(/3 of 3 stages reporting/);

    breakServer();
    await app.polls();
    const banner = await screen.findByText(/The server does not answer/);
    expect(banner).toHaveTextContent(/Showing data of \d\d:\d\d:\d\d/);
    expect(screen.getByText(/3 of 3 stages reporting/)).toBeVisible();

    serveAgain(simulator);
    await app.user.click(screen.getByRole('button', { name: 'Retry now' }));
    await waitFor(() => expect(screen.queryByText(/The server does not answer/)).not.toBeInTheDocument());
  });

  it('asks at once when the browser loses the network, and again when it finds it', async () => {
    const simulator = await serveSpeech();
    openApp('/p/speech');
    await screen.findByRole('heading', { level: 1, name: 'Speech (simulated)' });

    breakServer();
    globalThis.dispatchEvent(new Event('offline'));
    expect(await screen.findByText(/The server does not answer/)).toBeVisible();

    serveAgain(simulator);
    globalThis.dispatchEvent(new Event('online'));
    await waitFor(() => expect(screen.queryByText(/The server does not answer/)).not.toBeInTheDocument());
  });

  it('opens while the server is down and shows the page once it answers', async () => {
    const simulator = serveEmptyStore();
    breakServer();
    const app = openApp('/');
    expect(await screen.findByText(/This page could not be shown: the server does not answer/)).toBeVisible();

    serveAgain(simulator);
    await app.user.click(screen.getByRole('button', { name: 'Retry now' }));

    expect(await screen.findByText(/Nothing is recorded yet/)).toBeVisible();
  });

  it.each(['/elsewhere', '/p/speech/s/asr/weather', '/p/nothing', '/p/speech/s/nothing'])(
    'answers for %s, which is not there',
    async (path) => {
      await serveSpeech();
      openApp(path);

      expect(await screen.findByRole('heading', { level: 1, name: 'Not found' })).toBeVisible();
      expect(screen.getByRole('link', { name: 'Go to all pipelines' })).toBeVisible();
    },
  );
});
