import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { post, serveEmptyStore, serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

const path = '/p/speech/s/asr/references';

function fileOf(records: unknown, name = 'training.json'): File {
  return new File([JSON.stringify(records)], name, { type: 'application/json' });
}

async function uploads(app: ReturnType<typeof openApp>, file: File, name: string, version?: string) {
  await app.user.click(await screen.findByRole('button', { name: 'Upload rows as reference' }));
  const dialog = await screen.findByRole('dialog', { name: 'Upload rows as reference' });
  await app.user.upload(within(dialog).getByLabelText('File'), file);
  await app.user.clear(within(dialog).getByLabelText('Name'));
  await app.user.type(within(dialog).getByLabelText('Name'), name);
  if (version) await app.user.type(within(dialog).getByLabelText(/^Version trained/), version);
  await app.user.click(within(dialog).getByRole('button', { name: 'Upload as reference' }));
  return dialog;
}

const quiet = Array.from({ length: 60 }, (_, index) => ({ features: { snr_db: 3 + (index % 9) / 10 } }));
const loud = Array.from({ length: 60 }, (_, index) => ({ features: { snr_db: 40 + (index % 9) / 10 } }));

describe('the references of a stage', () => {
  it('say what drift is measured against while none is kept', async () => {
    const simulator = serveEmptyStore();
    await post(simulator, [{ pipeline: 'mine', stage: 'model', time: new Date().toISOString() }]);
    openApp('/p/mine/s/model/references');

    expect(
      await screen.findByText(/^No reference is kept yet; drift is measured against the first quarter/),
    ).toBeVisible();
  });

  it('are made from a file, list what speaks against them, and lead to the drift against them', async () => {
    await serveSpeech();
    const app = openApp(path);
    await screen.findByRole('heading', { level: 1, name: /References of/ });

    await uploads(app, fileOf(quiet), 'quiet room', 'v17');

    const row = await screen.findByRole('row', { name: /quiet room/ });
    expect(row).toHaveTextContent('the training set of v17, uploaded');
    expect(
      await within(row).findByText(/^only 60 rows: scores against it are off by about 0\.16/),
    ).toBeVisible();
    expect(screen.getByText(/^Drift is measured against “quiet room”, the newest/)).toBeVisible();
    expect(within(row).getByRole('link', { name: 'quiet room' })).toHaveAttribute(
      'href',
      expect.stringMatching(/^\/p\/speech\/s\/asr\/drift\?ref=/),
    );
  });

  it('are compared with each other, the pair in the address', async () => {
    await serveSpeech();
    const app = openApp(path);
    await screen.findByRole('heading', { level: 1, name: /References of/ });
    await uploads(app, fileOf(quiet), 'quiet room');
    await screen.findByRole('row', { name: /quiet room/ });
    await uploads(app, fileOf(loud), 'loud room');
    await screen.findByRole('row', { name: /loud room/ });

    await app.user.selectOptions(screen.getByRole('combobox', { name: 'Measure' }), 'quiet room');
    await app.user.selectOptions(screen.getByRole('combobox', { name: 'against' }), 'loud room');

    expect(await screen.findByText('1 of 1 metrics of “loud room” differ from “quiet room”.')).toBeVisible();
    const table = screen.getByRole('table', { name: /^loud room against quiet room/ });
    const row = within(table).getByRole('row', { name: /snr_db/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['1', '<\u00a00.001', '60', '60']);
    expect(app.address().search).toMatch(/ref=.*cmp=ref|cmp=ref.*ref=/);
  });

  it('are not made from a bad file: the row and its fault are named', async () => {
    await serveSpeech();
    const app = openApp(path);
    await screen.findByRole('heading', { level: 1, name: /References of/ });

    const dialog = await uploads(app, fileOf([{ features: { x: 1 } }, { features: { x: [] } }]), 'bad');

    expect(await within(dialog).findByRole('alert')).toHaveTextContent(/Not saved: record 1: features\.x: /);
  });
});
