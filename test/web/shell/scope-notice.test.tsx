import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

describe('what narrows the rows', () => {
  it('is named, goes along to other pages, and each part can be let go', async () => {
    await serveSpeech();
    const app = openApp(
      '/p/speech/s/vad/references?known=2026-11-20T08:00Z&seg=input.device:phone&seg=site:a',
    );
    await screen.findByRole('heading', { level: 1 });
    expect(screen.getByText(/^As known at 20 Nov.*08:00 UTC/)).toBeVisible();
    expect(screen.getByText('device = phone')).toBeVisible();
    const pages = screen.getByRole('navigation', { name: 'Pages' });
    expect(within(pages).getByRole('link', { name: 'Fleet' })).toHaveAttribute(
      'href',
      '/?known=2026-11-20T08%3A00Z&seg=input.device%3Aphone&seg=site%3Aa',
    );

    await app.user.click(screen.getByRole('button', { name: 'Show as known now' }));
    await app.user.click(screen.getByRole('button', { name: 'Remove device = phone' }));

    expect(app.address().search).toBe('?seg=site%3Aa');
  });

  it('is the past as it was known, chosen beside the range', async () => {
    await serveSpeech();
    const app = openApp('/p/speech/s/vad/references?from=2026-11-01T00:00Z&to=2026-11-02T00:00Z');

    await app.user.click(await screen.findByRole('button', { name: 'Known now' }));
    await app.user.click(await screen.findByRole('button', { name: 'At the end of the range' }));

    expect(app.address().searchParams.get('known')).toBe('2026-11-02T00:00Z');
    expect(screen.getByRole('button', { name: /^Known 2.Nov/ })).toBeVisible();
    expect(
      screen.getByText(/^As known at 2 Nov.*leave out the rows and labels that came in later/),
    ).toBeVisible();
  });
});
