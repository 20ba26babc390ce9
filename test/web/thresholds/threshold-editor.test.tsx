import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failPath, post, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

const HOUR_MS = 3_600_000;
const DAYS = 16;

/** Sixteen days, one request an hour, of about 100 ms; in one hour of the fifth day 900. */
async function serveLatencies(days = DAYS) {
  const simulator = serveEmptyStore();
  const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const records = Array.from({ length: days * 24 }, (_, hour) => {
    return {
      pipeline: 'mine',
      stage: 'model',
      time: new Date(end - days * 24 * HOUR_MS + hour * HOUR_MS).toISOString(),
      latencyMs: hour === 100 ? 900 : 100 + ((hour * 7919) % 13),
    };
  });
  await post(simulator, records);
  return simulator;
}

const path = '/thresholds/new?sel=mine~model~latencyMs~mean';

async function openNew() {
  const app = openApp(path);
  await app.user.selectOptions(await screen.findByRole('combobox', { name: 'Slot' }), '3600');
  return app;
}

const limitField = () => screen.findByRole('spinbutton', { name: 'Limit' });
const wouldFire = async () => {
  const table = await screen.findByRole('table', { name: 'What the rule would have done' });
  return within(table).getByRole('row', { name: /^would fire/ });
};

async function types(app: ReturnType<typeof openApp>, name: string, text: string) {
  const field = await screen.findByRole('spinbutton', { name });
  await app.user.clear(field);
  await app.user.type(field, text);
}

describe('a new threshold', () => {
  it('has the limit that its budget asks for, and says what that rests on', async () => {
    await serveLatencies();
    const app = await openNew();

    expect(await screen.findByText(/not enough peaks in the history/)).toBeVisible();
    expect(screen.getByText(/36\.8 % of weeks then have none/)).toBeVisible();
    await types(app, 'At most', '2');
    expect(
      await screen.findByText(
        /^Limit \d+ ms, certified: 16 days of history hold 0 alarms there, which proves at most 1\.31 a week/,
      ),
    ).toBeVisible();
  });

  it('tells at every move of the limit what it would have done', async () => {
    await serveLatencies();
    const app = await openNew();

    await limitField();
    await types(app, 'for', '0');
    await types(app, 'Limit', '500');
    await waitFor(async () => expect(await wouldFire()).toHaveTextContent('would fire1'));
    expect(screen.getByText(/at 500 ms it would have fired 1 alert\./)).toBeVisible();

    const handle = screen.getByRole('slider', { name: 'Limit, warning' });
    fireEvent.keyDown(handle, { key: 'End' });
    await waitFor(async () => expect(await wouldFire()).toHaveTextContent('would fire0'));
    expect(screen.getByText(/No labels: only counts and time in alert can be shown/)).toBeVisible();
  });

  it('is saved, listed, changed with a reason, paused and deleted, and keeps its history', async () => {
    await serveLatencies();
    const app = await openNew();

    await limitField();
    await types(app, 'Limit', '500');
    await app.user.click(screen.getByRole('button', { name: 'Save the rule' }));
    expect(await screen.findByText(/Version 1\.$/)).toBeVisible();

    await types(app, 'Limit', '600');
    const save = await screen.findByRole('button', { name: 'Save as version 2' });
    expect(save).toBeDisabled();
    await app.user.type(screen.getByRole('textbox', { name: 'Reason' }), 'too many');
    await app.user.click(save);
    expect(await screen.findByText(/Version 2\.$/)).toBeVisible();
    const versions = await screen.findByRole('list', { name: 'Versions' });
    await waitFor(() => expect(within(versions).getAllByRole('listitem')).toHaveLength(2));
    expect(versions).toHaveTextContent(/v2 edited by .*warning 600 ms; “too many”/);

    await app.user.type(screen.getByRole('textbox', { name: 'Reason' }), 'holidays');
    await app.user.click(screen.getByRole('button', { name: 'Pause' }));
    expect(await screen.findByText(/Version 3, paused\.$/)).toBeVisible();
    await app.user.click(screen.getByRole('link', { name: 'All thresholds' }));
    const row = await screen.findByRole('row', { name: /mean of Latency, model/ });
    expect(row).toHaveTextContent('mine / model: mean of Latency');
    expect(row).toHaveTextContent('warning above 600 ms');
    expect(row).toHaveTextContent('paused, v3');

    await app.user.click(within(row).getByRole('link'));
    await app.user.type(await screen.findByRole('textbox', { name: 'Reason' }), 'no use');
    await app.user.click(screen.getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText(/^No rules yet: nobody is called/)).toBeVisible();
  });

  it('says when the history is too short for a promise, and takes a number all the same', async () => {
    await serveLatencies(3);
    await openNew();

    expect(
      await screen.findByText(/^No limit is suggested: 3\.\d days have values, and 14 are needed/),
    ).toBeVisible();
    expect(await limitField()).not.toHaveValue(0);
  });

  it('says when the history cannot be read', async () => {
    await serveLatencies(3);
    failPath('*/api/v1/pipelines/mine/series');
    openApp(path);

    expect(await screen.findByText(/^The rehearsal could not be run/)).toBeVisible();
  });

  it('of a link that names no statistic begins with the first metric of the stage', async () => {
    await serveLatencies(1);
    openApp('/thresholds/new?sel=mine~model~latencyMs~magic');

    expect(await screen.findByRole('combobox', { name: 'Watch' })).toHaveValue('metric');
  });
});

describe('the kind of a new rule', () => {
  it('is chosen from all kinds; its fields make the rule', async () => {
    const simulator = await serveLatencies(3);
    const app = openApp('/thresholds/new?sel=mine~model');
    const watch = await screen.findByRole('combobox', { name: 'Watch' });
    expect(within(watch).getAllByRole('option')).toHaveLength(13);

    await app.user.selectOptions(watch, 'composite');
    expect(await screen.findByText(/It takes two other rules of this pipeline; there are 0/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Save the rule' })).toBeDisabled();

    await app.user.selectOptions(watch, 'burnRate');
    await types(app, 'promised', '99.9');
    await app.user.click(screen.getByRole('button', { name: 'Add a pair of windows' }));
    await app.user.selectOptions(screen.getByRole('combobox', { name: 'Versions' }), 'each');
    await app.user.click(screen.getByRole('button', { name: 'Save the rule' }));

    expect(await screen.findByText(/Version 1\.$/)).toHaveTextContent(/^burn rate of 99\.9 % good Errors/);
    expect(await simulator.ports.control.listRules('mine')).toContainEqual(
      expect.objectContaining({
        name: 'burn rate of 99.9 % good Errors, model',
        scope: { stage: 'model', eachVersion: true },
        condition: expect.objectContaining({ kind: 'burnRate', objective: 0.999, leastBad: 5 }),
        levels: { warning: expect.objectContaining({ threshold: 1, forSlots: 0, keepSlots: 3 }) },
      }),
    );
  });

  it('with metrics keeps those that are chosen, each as an alert of its own', async () => {
    await serveLatencies(3);
    const app = openApp('/thresholds/new?sel=mine~model');
    await app.user.selectOptions(await screen.findByRole('combobox', { name: 'Watch' }), 'drift');
    await app.user.click(screen.getByText('Metrics'));
    await app.user.type(screen.getByRole('searchbox', { name: 'Find a metric' }), 'err');
    await app.user.click(screen.getByRole('checkbox', { name: 'Errors' }));

    expect(screen.getByText(/^drift of Latency, Errors, every 1 h/)).toBeVisible();
  });
});

describe('rules as a file', () => {
  it('are taken from YAML, and what is wrong in it is told', async () => {
    await serveLatencies(1);
    const app = openApp('/thresholds');
    const file = (text: string) => new File([text], 'rules.yaml', { type: 'application/yaml' });
    const input = await screen.findByLabelText('Import YAML');

    await app.user.upload(input, file('pipeline: mine\nrules: [{ name: broken }]'));
    expect(await screen.findByRole('alert')).toHaveTextContent(/^Nothing was imported/);
    await app.user.upload(
      input,
      file(`pipeline: mine
rules:
  - name: slow
    scope: { stage: model }
    condition: { kind: metric, metrics: [latencyMs], statistic: p95, windowSeconds: 300 }
    levels: { critical: { threshold: 800, forSlots: 1, keepSlots: 2 } }
    everySeconds: 300
    noData: { policy: keep, afterSlots: 3 }
`),
    );

    expect(await screen.findByText('1 made, 0 changed, 0 as they were.')).toBeVisible();
    expect(await screen.findByRole('row', { name: /slow/ })).toHaveTextContent('critical above 800 ms');
    expect(
      await screen.findByText(/its rules promise 0 a week together, besides 1 without a budget/),
    ).toBeVisible();
  });
});
