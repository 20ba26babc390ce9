import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failPath, serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

async function opensViews(app: ReturnType<typeof openApp>) {
  await app.user.click(await screen.findByRole('button', { name: 'Saved views' }));
  return screen.findByRole('dialog', { name: 'Saved views' });
}

describe('saved views', () => {
  it('keep a page as it is, and bring it back from the list and the palette', async () => {
    await serveSpeech();
    const address = '/p/speech/s/asr/drift?from=-3h&test=psi';
    const app = openApp(address);
    await screen.findByRole('heading', { level: 1, name: /^Drift of/ });

    const dialog = await opensViews(app);
    await app.user.type(within(dialog).getByLabelText('Keep this page as'), 'PSI, three hours');
    await app.user.click(within(dialog).getByRole('button', { name: 'Save view' }));

    const link = await within(dialog).findByRole('link', { name: 'PSI, three hours' });
    expect(link).toHaveAttribute('href', address);
    await app.user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await app.user.click(screen.getByRole('link', { name: 'Fleet' }));
    await screen.findByRole('heading', { level: 1, name: 'Fleet' });
    const palette = await app.searches('three hours');
    await app.user.click(await within(palette).findByRole('option', { name: /PSI, three hours/ }));
    expect(await screen.findByRole('heading', { level: 1, name: /^Drift of/ })).toBeVisible();
    expect(app.address().pathname + app.address().search).toBe(address);
  });

  it('are deleted at once, and undo brings them back', async () => {
    await serveSpeech();
    const app = openApp('/');
    const dialog = await opensViews(app);
    await app.user.type(within(dialog).getByLabelText('Keep this page as'), 'Mine');
    await app.user.click(within(dialog).getByRole('button', { name: 'Save view' }));

    await app.user.click(await within(dialog).findByRole('button', { name: 'Delete Mine' }));

    expect(await within(dialog).findByText(/^None is kept yet/)).toBeVisible();
    await app.user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await app.user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await within(await opensViews(app)).findByRole('link', { name: 'Mine' })).toBeVisible();
  });

  it('that could not be saved say so, and keep what was typed', async () => {
    await serveSpeech();
    const app = openApp('/');
    const dialog = await opensViews(app);
    await app.user.type(within(dialog).getByLabelText('Keep this page as'), 'Mine');
    failPath('*/saved-views');

    await app.user.click(within(dialog).getByRole('button', { name: 'Save view' }));

    expect(await within(dialog).findByText('Not saved: the store is away')).toBeVisible();
    expect(within(dialog).getByLabelText('Keep this page as')).toHaveValue('Mine');
  });
});
