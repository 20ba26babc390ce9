import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { startMockServer, serveEmptyStore } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';
import { csv } from '#test/workers/file/file-task.ts';

startMockServer();

/** What a person does on the page, in the domain's words. */
function importDesk() {
  serveEmptyStore();
  const app = openApp('/import');
  return {
    ...app,
    async brings(...files: File[]) {
      await app.user.upload(await screen.findByLabelText(/^Drop CSV/), files);
    },
    role: (column: string) => screen.findByRole('combobox', { name: `Role of ${column}` }),
  };
}

describe('the import page', () => {
  it('says that nothing leaves the browser, and waits for a file', async () => {
    importDesk();

    expect(await screen.findByRole('heading', { level: 1, name: 'Import' })).toBeInTheDocument();
    expect(screen.getByText(/Nothing leaves it until/)).toBeInTheDocument();
    expect(screen.queryByRole('heading', { name: 'Report' })).not.toBeInTheDocument();
  });

  it('goes from a file to its drift and quality, the worst first', async () => {
    const desk = importDesk();

    await desk.brings(new File([log()], 'log.csv'));

    expect(await screen.findByText(/1 of 4 columns drifts, most of all moved/)).toBeInTheDocument();
    const table = screen.getByRole('region', { name: 'Drift by column, table' });
    const [, first] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(/^1movedinput, number/);
    expect(within(first as HTMLElement).getByRole('img', { name: 'drift' })).toBeInTheDocument();
    expect(await desk.role('moved')).toHaveDisplayValue('input, number');
    expect(await screen.findByRole('row', { name: /^Accuracy/ })).toBeInTheDocument();
    expect(await screen.findByRole('row', { name: /^Kolmogorov–Smirnov D/ })).toBeInTheDocument();
  });

  it('makes the report anew when a role is corrected', async () => {
    const desk = importDesk();
    await desk.brings(new File([log()], 'log.csv'));
    await screen.findByText(/most of all moved/);

    await desk.user.selectOptions(await desk.role('moved'), 'left out');

    expect(await screen.findByText(/No column drifts, of 3 columns compared/)).toBeInTheDocument();
    expect(screen.getByText(/Left out: moved/)).toBeInTheDocument();
  });

  it('says what a file lacks, and lets it be removed', async () => {
    const desk = importDesk();

    await desk.brings(new File(['a,b\n'], 'only-header.csv'));

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It cannot be read: it has a header and no rows.',
    );
    await desk.user.click(screen.getByRole('button', { name: 'Remove only-header.csv' }));
    expect(screen.queryByRole('list', { name: 'Files' })).not.toBeInTheDocument();
  });

  it('lists the rows left out, and reads the file again with another delimiter', async () => {
    const desk = importDesk();
    await desk.brings(new File(['a,b\n1,2\n3\n4,5\n'], 'ragged.csv'));

    expect(await screen.findByText('line 3: 1 cells instead of 2')).toBeInTheDocument();
    await desk.user.selectOptions(screen.getByRole('combobox', { name: 'Delimiter' }), 'semicolon');

    expect(await desk.role('a,b')).toBeInTheDocument();
  });

  it('sends the rows to the server when it is told to, and saves the reference part', async () => {
    const desk = importDesk();
    await desk.brings(new File([log()], 'log.csv'));

    await desk.user.click(await screen.findByRole('button', { name: 'Send 100 rows to the server' }));

    expect(await screen.findByText(/The server took 100 predictions and 100 labels/)).toHaveTextContent(
      '“baseline” holds 50 rows as a reference.',
    );
    expect(screen.getByRole('link', { name: 'Drift of log / model' })).toBeInTheDocument();
  });

  it('exports the report, its numbers and its charts', async () => {
    const desk = importDesk();
    await desk.brings(new File([log()], 'log.csv'));
    await screen.findByRole('row', { name: /^Kolmogorov–Smirnov D/ });

    await desk.user.click(screen.getByRole('button', { name: 'Export' }));

    const dialog = await screen.findByRole('dialog', { name: 'Export this view' });
    expect(await within(dialog).findByRole('button', { name: 'Report (HTML)' })).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'SVG of moved' })).toBeInTheDocument();
  });

  it('keeps the report while other pages are shown', async () => {
    const desk = importDesk();
    await desk.brings(new File([log()], 'log.csv'));
    await screen.findByText(/most of all moved/);

    await desk.user.click(screen.getByRole('button', { name: /^Jobs/ }));
    const jobs = await screen.findByRole('dialog', { name: 'Jobs' });
    const [report] = within(jobs).getAllByRole('link', { name: 'Report on the files' });
    expect(report).toHaveAttribute('href', '/import');
    expect(within(jobs).getAllByRole('link', { name: 'Read log.csv' })[0]).toBeInTheDocument();
    await desk.user.click(within(jobs).getByRole('button', { name: 'Close' }));
    await desk.user.click(screen.getByRole('link', { name: 'Fleet' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Fleet' })).toBeVisible();
    expect(screen.queryByText(/most of all moved/)).not.toBeInTheDocument();
    await desk.user.keyboard('gi');

    expect(await screen.findByText(/most of all moved/)).toBeInTheDocument();
  });
});

/** A hundred rows, of which the second half has moved. */
function log(): string {
  return csv(
    'time,moved,still,y_pred,label',
    Array.from({ length: 100 }, (_, at) => [
      new Date(Date.UTC(2026, 0, 1, at)).toISOString(),
      (at >= 50 ? 100 : 0) + ((at * 7) % 50),
      (at * 7) % 50,
      at % 2,
      at % 10 === 0 ? 1 - (at % 2) : at % 2,
    ]),
  );
}
