import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { post, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';
import { silentForMs } from '#web/features/sites/site-silence.ts';

startMockServer();

const MINUTE_MS = 60_000;

async function serveSites() {
  const simulator = serveEmptyStore();
  const now = Date.now();
  const records = (site: string, ages: number[], version = 'v1') =>
    ages.map((minutes) => ({
      pipeline: 'edge',
      stage: 'model',
      version,
      site,
      time: new Date(now - minutes * MINUTE_MS).toISOString(),
      features: { x: minutes },
    }));
  const every = Array.from({ length: 60 }, (_, minute) => minute + 1);
  await post(simulator, [
    ...records('factory-1', every),
    ...records(
      'factory-2',
      every.filter((minute) => minute > 40),
    ),
    ...records('factory-2', [50], 'v2'),
  ]);
  return simulator;
}

describe('the sites of a pipeline', () => {
  it('stand with the silent ones first, their delays, and the versions they run', async () => {
    await serveSites();
    openApp('/p/edge/sites?from=-1h');

    expect(
      await screen.findByText('2 sites: 1 is silent for longer than usual; 1 ran more than one version.'),
    ).toBeVisible();
    const [, first, second] = within(screen.getByRole('table')).getAllByRole('row');
    expect(first).toHaveTextContent(/^factory-2.*silent/);
    expect(first).toHaveTextContent(/v1 9\d\.\d %, v2 \d\.\d+ %/);
    expect(second).toHaveTextContent('factory-1');
    expect(within(second as HTMLElement).getByRole('link', { name: 'factory-1' })).toHaveAttribute(
      'href',
      expect.stringContaining('seg=site%3Afactory-1'),
    );
  });

  it('are counted once, however many stages they send to', async () => {
    const simulator = serveEmptyStore();
    const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();
    const sends = (stage: string, version: string, minutes: number) => ({
      pipeline: 'edge',
      stage,
      version,
      site: 'factory-1',
      time: ago(minutes),
    });
    await post(simulator, [
      sends('detect', 'v1', 2),
      sends('detect', 'v2', 1),
      sends('read', 'v1', 2),
      sends('read', 'v2', 1),
    ]);
    openApp('/p/edge/sites?from=-1h');

    expect(await screen.findByText('1 site: none is silent; 1 ran more than one version.')).toBeVisible();
  });

  it('say how to be listed when no row names one', async () => {
    const simulator = serveEmptyStore();
    await post(simulator, [{ pipeline: 'mine', stage: 'model', time: new Date().toISOString() }]);
    openApp('/p/mine/sites');

    expect(await screen.findByText(/^No row of this range names a site/)).toBeVisible();
  });
});

describe('the silence of a site', () => {
  const window = { fromMs: 0, toMs: 100 * MINUTE_MS };
  const seen = (minutes: number) => new Date(minutes * MINUTE_MS).toISOString();

  it.each([
    [{ rows: 90, lastSeen: seen(90) }, undefined],
    [{ rows: 70, lastSeen: seen(70) }, 30 * MINUTE_MS],
    [{ rows: 7, lastSeen: seen(70) }, undefined],
  ])('of %o is %s', (site, expected) => {
    expect(silentForMs(site, window)).toBe(expected);
  });
});
