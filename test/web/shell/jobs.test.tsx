import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';
import { forgetEndedJobs, runJob } from '#web/state/jobs.ts';

startMockServer();
afterEach(forgetEndedJobs);

async function opensJobs(app: ReturnType<typeof openApp>) {
  await app.user.click(await screen.findByRole('button', { name: /^Jobs/ }));
  return screen.findByRole('dialog', { name: 'Jobs' });
}

describe('the list of jobs', () => {
  it('shows long work with its progress on every page, and cancels it', async () => {
    await serveSpeech();
    const app = openApp('/');
    await screen.findByRole('heading', { level: 1, name: 'Fleet' });
    expect(screen.queryByRole('button', { name: /^Jobs/ })).not.toBeInTheDocument();
    const controller = new AbortController();
    const cancelled = new Promise<never>((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(new Error('cancelled')));
    });
    const ended = runJob(
      { title: 'Read big.csv', path: '/import', cancel: () => controller.abort() },
      (report) => {
        report({ done: 30, total: 100, text: '30 of 100 MB' });
        return cancelled;
      },
      () => controller.signal.aborted,
    ).catch((error: unknown) => error);
    await app.user.click(screen.getByRole('link', { name: 'Alerts' }));
    await screen.findByRole('heading', { level: 1, name: 'Alerts' });

    expect(await screen.findByRole('button', { name: 'Jobs 1 running' })).toBeVisible();
    const dialog = await opensJobs(app);
    expect(within(dialog).getByText(/^30 of 100 MB/)).toBeVisible();
    expect(within(dialog).getByRole('progressbar', { name: 'Progress of Read big.csv' })).toHaveValue(30);
    await app.user.click(within(dialog).getByRole('button', { name: 'Cancel Read big.csv' }));

    expect(await ended).toEqual(new Error('cancelled'));
    expect(await within(dialog).findByText(/^Cancelled after/)).toBeVisible();
    await app.user.click(within(dialog).getByRole('button', { name: 'Forget what has ended' }));
    expect(await within(dialog).findByText(/^No long work/)).toBeVisible();
  });

  it('says why work failed, and that other work is done', async () => {
    await serveSpeech();
    const app = openApp('/');
    await screen.findByRole('heading', { level: 1, name: 'Fleet' });
    await runJob({ title: 'Save the report' }, () => Promise.resolve());
    await runJob({ title: 'Make the reference' }, () => Promise.reject(new Error('too few rows'))).catch(
      () => {},
    );

    const dialog = await opensJobs(app);

    await waitFor(() => {
      const told = within(dialog)
        .getAllByRole('listitem')
        .map((item) => item.textContent);
      expect(told).toEqual([
        expect.stringMatching(/^Make the reference.*Failed after .*: too few rows$/),
        expect.stringMatching(/^Save the report.*Done in /),
      ]);
    });
  });
});
