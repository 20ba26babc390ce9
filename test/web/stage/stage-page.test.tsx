import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failPath, post, serveAgain, serveEmptyStore, serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

describe('the stage page', () => {
  it('answers first, then shows software, input and output as small multiples', async () => {
    await serveSpeech();
    openApp('/p/speech/s/asr');

    expect(await screen.findByRole('heading', { level: 1, name: 'Speech recognition' })).toBeVisible();
    expect(await screen.findByText(/p95 latency \d+(\.\d+)? ms \(target 500 ms\), errors/)).toBeVisible();
    await screen.findByRole('figure', { name: 'Latency' });
    await screen.findByRole('figure', { name: 'snr_db' });
    await screen.findByRole('figure', { name: 'Confidence' });
    expect(figuresOf('software').toSorted()).toEqual([
      'Arrival delay',
      'CPU',
      'Errors',
      'GPU',
      'Latency',
      'Memory',
      'Requests',
      'Requests in flight, rate × mean latency',
      'Uptime, minutes with rows or samples',
    ]);
    expect(figuresOf('input')).toContain('device');
    expect(figuresOf('output')).toContain('Null outputs');
    expect(screen.getByRole('link', { name: 'Drift' })).toHaveAttribute('href', '/p/speech/s/asr/drift');
  });

  it('narrows the charts to one version, in the URL', async () => {
    await serveSpeech({ hours: 2 });
    const app = openApp('/p/speech/s/asr');
    const versions = await screen.findByRole('group', { name: 'Version' });

    await app.user.click(await within(versions).findByRole('button', { name: /^v18/ }));

    expect(app.address().searchParams.get('ver')).toBe('v18');
    expect(within(versions).getByRole('button', { name: /^v18/ })).toHaveAttribute('aria-pressed', 'true');
  });

  it('keeps the other groups when one cannot be read, and tries again when asked', async () => {
    const simulator = await serveSpeech();
    failPath('*/api/v1/pipelines/speech/series');
    const app = openApp('/p/speech/s/asr');
    expect(await screen.findByText(/The input metrics could not be shown: the store is away/)).toBeVisible();
    expect(await screen.findByText(/p95 latency \d/)).toBeVisible();

    serveAgain(simulator);
    const input = screen.getByRole('region', { name: 'input' });
    await app.user.click(within(input).getByRole('button', { name: 'Retry' }));

    expect(await within(input).findByRole('figure', { name: 'snr_db' })).toBeVisible();
  });

  it('says when the last row came where the range holds none, and jumps there', async () => {
    const simulator = serveEmptyStore();
    const time = new Date(Date.now() - 50.5 * 3_600_000).toISOString();
    await post(simulator, [
      { pipeline: 'mine', stage: 'model', time: new Date(Date.now() - 60 * 86_400_000).toISOString() },
      { pipeline: 'mine', stage: 'model', time, features: { amount: 3 } },
    ]);
    const app = openApp('/p/mine/s/model?from=-1h');

    const input = await screen.findByRole('region', { name: 'input' });
    expect(
      await within(input).findByText(
        /No input values in this range\. The last row of this stage came 2 d 2 h ago/,
      ),
    ).toBeVisible();
    await app.user.click(within(input).getByRole('button', { name: 'Show the 6 h before it' }));

    expect(await within(input).findByRole('figure', { name: 'amount' })).toBeVisible();
  });

  it('says how many values are missing', async () => {
    const simulator = serveEmptyStore();
    const record = (i: number) => ({
      pipeline: 'mine',
      stage: 'model',
      time: new Date(Date.now() - 600_000).toISOString(),
      features: { amount: i === 0 ? null : 1 },
    });
    await post(
      simulator,
      Array.from({ length: 4 }, (_, i) => record(i)),
    );
    openApp('/p/mine/s/model');

    expect(await screen.findByText('missing values: up to 25 %')).toBeVisible();
  });

  it('shows new rows at the next poll', async () => {
    const simulator = serveEmptyStore();
    const row = { pipeline: 'mine', stage: 'model', time: new Date(Date.now() - 120_000).toISOString() };
    await post(simulator, [row]);
    const app = openApp('/p/mine/s/model?from=-1h');
    expect(await screen.findByText(/over 1 requests/)).toBeVisible();

    await post(simulator, [{ ...row, features: { amount: 2 } }]);
    await app.polls();

    await waitFor(() => expect(screen.getByText(/over 2 requests/)).toBeVisible());
    expect(await screen.findByRole('figure', { name: 'amount' })).toBeVisible();
  });

  it('holds the range against an earlier one by c, in charts and figures, and links carry it along', async () => {
    await serveSpeech({ hours: 2 });
    const app = openApp('/p/speech/s/asr?from=-1h');
    await screen.findByRole('figure', { name: 'Latency' });

    await app.user.keyboard('c');

    expect(app.address().searchParams.get('cmp')).toBe('prev');
    expect(screen.getByRole('combobox', { name: 'vs' })).toHaveDisplayValue('the period before');
    const figures = screen.getByRole('region', { name: 'Figures of the range' });
    expect(await within(figures).findAllByText(/^[+−]?[\d.]+.* vs the period before$/)).toHaveLength(4);
    expect(screen.getByRole('link', { name: 'Drift' })).toHaveAttribute(
      'href',
      '/p/speech/s/asr/drift?from=-1h&cmp=prev',
    );
  });

  it('narrows figures and charts to a site that is looked up by name', async () => {
    const simulator = serveEmptyStore();
    const sent = (site: string, second: number) => ({
      pipeline: 'mine',
      stage: 'model',
      site,
      time: new Date(Date.now() - 600_000 - second * 1000).toISOString(),
    });
    await post(simulator, [sent('oslo', 1), sent('oslo', 2), sent('bern', 3)]);
    const app = openApp('/p/mine/s/model?from=-1h');
    const count = async () =>
      within(await screen.findByRole('region', { name: 'Figures of the range' })).getByText('n')
        .nextElementSibling;
    await waitFor(async () => expect(await count()).toHaveTextContent(/^3$/));

    await app.user.click(screen.getByRole('button', { name: '+ Segment' }));
    const layer = await screen.findByRole('dialog', { name: 'Add a segment' });
    await app.user.click(await within(layer).findByRole('button', { name: 'site = oslo' }));

    expect(app.address().searchParams.getAll('seg')).toEqual(['site:oslo']);
    await waitFor(async () => expect(await count()).toHaveTextContent(/^2$/));
  });

  it('lists the outputs that came most, by fingerprint where no text is kept', async () => {
    const simulator = serveEmptyStore();
    const time = new Date(Date.now() - 600_000).toISOString();
    const say = (prediction: string) => ({ pipeline: 'mine', stage: 'model', time, prediction });
    await post(simulator, [
      ...Array.from({ length: 3 }, () => say('please turn on the light')),
      say('what is the weather like today'),
    ]);
    openApp('/p/mine/s/model');

    const region = await screen.findByRole('region', { name: 'Repeated outputs' });
    expect(region).toHaveTextContent(/50 % of 4 text outputs say again/);
    expect(within(region).getByRole('row', { name: /24 characters/ })).toHaveTextContent(/3\s*75 %/);
  });

  it('takes a note at the pinned instant, shows it on the lane and in the list, and lets it be taken back', async () => {
    const simulator = await serveSpeech();
    const at = new Date(Math.floor(Date.now() / 60_000 - 10) * 60_000).toISOString().replace(':00.000Z', 'Z');
    const app = openApp(`/p/speech/s/asr?from=-1h&at=${at}`);

    await app.user.click(await screen.findByRole('button', { name: 'Write a note' }));
    const form = await screen.findByRole('dialog', { name: 'Write a note' });
    expect(within(form).getByRole('button', { name: 'Write the note' })).toBeDisabled();
    await app.user.type(within(form).getByRole('textbox', { name: 'Note' }), 'microphone replaced');
    await app.user.click(within(form).getByRole('button', { name: 'Write the note' }));

    const lane = screen.getByRole('group', { name: 'Events on the time axis' });
    const mark = await within(lane).findByRole('button', { name: /microphone replaced \(local\)/ });
    await app.user.hover(mark);
    expect(await simulator.ports.control.listAudit(1)).toMatchObject([
      { action: 'note.create', after: { stage: 'asr', text: 'microphone replaced' } },
    ]);

    await app.user.click(await screen.findByRole('button', { name: /^Take back the note microphone/ }));
    await waitFor(() =>
      expect(within(lane).queryByRole('button', { name: /microphone/ })).not.toBeInTheDocument(),
    );
    expect(await simulator.ports.control.listAudit(1)).toMatchObject([{ action: 'note.delete' }]);
  });

  it('holds one version against another', async () => {
    await serveSpeech({ hours: 2 });
    const app = openApp('/p/speech/s/asr?ver=v18');

    const against = await screen.findByRole('combobox', { name: 'held against' });
    await within(against).findByRole('option', { name: 'v17' });
    await app.user.selectOptions(against, 'v17');

    expect(app.address().searchParams.get('ver')).toBe('v18,v17');
  });
});

function figuresOf(group: string): string[] {
  const region = screen.getByRole('region', { name: group });
  return within(region)
    .getAllByRole('figure')
    .map((figure) => figure.querySelector('figcaption span')?.textContent ?? '');
}
