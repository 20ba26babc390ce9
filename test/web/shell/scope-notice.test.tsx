import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

describe('what narrows the rows', () => {
  it('is named, goes along to other pages, and each part can be let go', async () => {
    serveEmptyStore();
    const app = openApp('/?known=2026-11-20T08:00Z&seg=input.device:phone&seg=site:a');
    await screen.findByRole('heading', { name: 'Fleet' });
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
});
