import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { inside, localActor } from '#api/access/actor.ts';
import { auditEntry } from '#api/services/audit/audit-entry.ts';
import { failPath, post, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

const HOSTILE = `a/b ?#%2F ${'long'.repeat(60)}`;

/** Three requests through `check` and `score`: one fine, one that timed out, one with a hostile id. */
async function serveLoans() {
  const simulator = serveEmptyStore();
  await simulator.ports.control.putPipeline(
    {
      name: 'loans',
      definition: {
        kind: 'realtime',
        sample: false,
        stages: [
          { name: 'check', keepsText: false, sensitive: ['input.name'] },
          { name: 'score', keepsText: false },
        ],
        edges: [{ from: 'check', to: 'score' }],
      },
    },
    auditEntry(localActor(inside), new Date(), { action: 'pipeline.put', subject: 'loans' }),
  );
  const at = Date.now() - 600_000;
  const record = (stage: string, requestId: string, afterMs: number, values: object) => ({
    pipeline: 'loans',
    stage,
    requestId,
    time: new Date(at + afterMs).toISOString(),
    ...values,
  });
  await post(simulator, [
    record('check', 'fine', 40, { latencyMs: 40, features: { name: 'Ada', amount: 7 } }),
    record('score', 'fine', 140, { latencyMs: 90, prediction: 'yes', confidence: 0.9 }),
    record('check', 'slow', 1000, { latencyMs: 900, status: 'timeout' }),
    record('check', HOSTILE, 2000, { latencyMs: 10 }),
  ]);
  return simulator;
}

function ids(): string[] {
  return screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getByRole('rowheader').textContent);
}

describe('the requests of a pipeline', () => {
  it('are listed, the latest first, or the slowest, or those that failed', async () => {
    await serveLoans();
    const app = openApp('/p/loans/requests');

    await screen.findByRole('table', { name: 'the latest requests' });
    expect(ids()).toEqual([expect.stringContaining(HOSTILE), 'slow', 'fine']);
    await app.user.click(screen.getByRole('radio', { name: 'slowest' }));
    expect(await screen.findByRole('table', { name: /slowest answer/ })).toBeVisible();
    await screen.findByText(/^check, 900\sms$/);
    expect(ids()[0]).toBe('slow');
    await app.user.click(screen.getByRole('radio', { name: 'failed' }));

    expect(await screen.findByRole('row', { name: /slow .*check: timeout$/ })).toBeVisible();
    expect(app.address().searchParams.get('sort')).toBe('errors');
  });

  it('open one by one, whatever their id', async () => {
    await serveLoans();
    const app = openApp('/p/loans/requests');

    await app.user.click(await screen.findByRole('link', { name: HOSTILE }));

    expect(await screen.findByRole('heading', { level: 1, name: `Request ${HOSTILE}` })).toBeVisible();
  });

  it('are found by their id', async () => {
    await serveLoans();
    const app = openApp('/p/loans/requests');

    await app.user.type(await screen.findByRole('searchbox', { name: 'Request id' }), 'fine{Enter}');

    expect(await screen.findByRole('heading', { level: 1, name: 'Request fine' })).toBeVisible();
  });

  it('say why there are none', async () => {
    const simulator = serveEmptyStore();
    await post(simulator, [{ pipeline: 'mine', stage: 'model', time: new Date().toISOString() }]);
    openApp('/p/mine/requests');

    expect(await screen.findByText(/No row of this range carries a requestId/)).toBeVisible();
  });

  it('offer another try when they cannot be read', async () => {
    await serveLoans();
    failPath('*/api/v1/pipelines/loans/requests');
    openApp('/p/loans/requests');

    expect(await screen.findByText(/The requests could not be shown: the store is away/)).toBeVisible();
  });
});

describe('one request', () => {
  it('is shown as the work of one stage after the other, with what each recorded', async () => {
    await serveLoans();
    openApp('/p/loans/requests/fine');

    expect(await screen.findByText(/, 140\sms through 2 rows; no stage failed\.$/)).toBeVisible();
    const steps = within(screen.getByRole('list', { name: /Stages in the order/ })).getAllByRole('listitem');
    expect(steps.map((step) => step.textContent)).toEqual([
      expect.stringMatching(/^check40\sms, unversioned$/),
      expect.stringMatching(/^score90\sms from 50\sms on, unversioned$/),
    ]);
    const check = screen.getByRole('region', { name: 'What check recorded' });
    expect(within(check).getByText('amount')).toBeVisible();
    expect(within(check).queryByText('Ada')).not.toBeInTheDocument();
    expect(within(check).getByText('Sensitive, so not shown: name.')).toBeVisible();
  });

  it('says what failed', async () => {
    await serveLoans();
    openApp('/p/loans/requests/slow');

    expect(await screen.findByText(/through 1 row; check: timeout\.$/)).toBeVisible();
  });

  it('may not be there', async () => {
    await serveLoans();
    openApp('/p/loans/requests/nobody');

    expect(await screen.findByText(/no request nobody in loans/i)).toBeVisible();
  });
});
