import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { createApp } from '#api/app.ts';
import { newAlert } from '#api/services/evaluation/alert-subject.ts';
import type { Rule } from '#contract/rule.ts';
import { moved, unchanged } from '#control/alert/step.ts';
import type { Simulator } from '#mocks/simulator.ts';
import { post, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

const HOUR_MS = 3_600_000;
const DAYS = 16;

/** Sixteen days of latencies that jump once an hour, and a rule made long ago that fires at each jump. */
async function serveNoisyRule({ perWeek = 1 } = {}) {
  const simulator = serveEmptyStore();
  const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  await post(
    simulator,
    Array.from({ length: DAYS * 24 }, (_, hour) => ({
      pipeline: 'mine',
      stage: 'model',
      time: new Date(end - (DAYS * 24 - hour) * HOUR_MS).toISOString(),
      latencyMs: 100 + ((hour * 7919) % 13),
    })),
  );
  const rule = {
    name: 'slow',
    scope: { stage: 'model' },
    condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 3_600 },
    levels: { warning: { threshold: 111, recover: null, forSlots: 0, keepSlots: 0 } },
    everySeconds: 3_600,
    noData: { policy: 'ok', afterSlots: 1 },
    budget: { perWeek },
  };
  const { now } = simulator.ports;
  simulator.ports.now = () => new Date(end - 14 * 24 * HOUR_MS);
  const response = await createApp(simulator.ports).request('/api/v1/pipelines/mine/rules', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rule }),
  });
  simulator.ports.now = now;
  return { simulator, rule: (await response.json()) as Rule, end };
}

/** Alarms of the rule, one every six hours. */
async function fire(
  { ports }: Simulator,
  rule: Rule,
  end: number,
  verdicts: readonly ('real' | 'noise' | undefined)[],
) {
  let alert = newAlert('a', rule, { stage: 'model', metric: 'latencyMs' });
  for (const [index, verdict] of verdicts.entries()) {
    const atMs = end - (verdicts.length - index) * 6 * HOUR_MS;
    const patch = { episode: index + 1, severity: 'warning' as const };
    const fired = moved(unchanged(alert.state), 'fire', atMs, patch);
    const ended = moved(fired, 'resolve', atMs + HOUR_MS, {}, { endedBy: 'data' });
    const step = verdict ? moved(ended, 'feedback', atMs + HOUR_MS, {}, { verdict }) : ended;
    await ports.control.writeAlerts([{ ...step, alert: { ...alert, state: step.state } }]);
    alert = { ...alert, state: step.state, revision: alert.revision + 1 };
  }
}

const noise = (count: number) => Array.from({ length: count }, () => 'noise' as const);

describe('the list of rules', () => {
  it('has the measured rate of false alarms beside the promised one', async () => {
    const { simulator, rule, end } = await serveNoisyRule();
    await fire(simulator, rule, end, ['noise', 'real', undefined]);
    openApp('/thresholds');

    const row = await screen.findByRole('row', { name: /slow/ });
    await waitFor(() => expect(row).toHaveTextContent(/0\.\d+ \[0\.0\d+, 2\.3\d\]/));
    expect(row).toHaveTextContent(/1 noise, 1 real, 1 not marked, in 2(\.0\d)? weeks/);
    expect(row).not.toHaveTextContent('overspent');
  });

  it('proposes for a noisy rule the limit that its promise asks for, which the editor then tries', async () => {
    const { simulator, rule, end } = await serveNoisyRule({ perWeek: 2 });
    await fire(simulator, rule, end, [...noise(13), 'real']);
    const app = openApp('/thresholds');

    const row = await screen.findByRole('row', { name: /slow/ });
    await waitFor(() => expect(row).toHaveTextContent(/overspent: 13 noise, 1 real/));
    const link = await within(row).findByRole('link', { name: /try it/ });
    expect(row).toHaveTextContent(/fired 14 times, 1 real; at 2 a week the limit would be 11\d ms/);
    await app.user.click(link);

    expect(await screen.findByRole('spinbutton', { name: 'Limit' })).not.toHaveValue(111);
    expect((await simulator.ports.control.listRuleVersions(rule.id)).map(({ version }) => version)).toEqual([
      1,
    ]);
    await app.user.type(screen.getByRole('textbox', { name: 'Reason' }), 'noisy');
    expect(screen.getByRole('button', { name: 'Save as version 2' })).toBeEnabled();
  });

  it('agrees on a budget for the board, and says how it is shared', async () => {
    const { simulator } = await serveNoisyRule();
    const app = openApp('/thresholds');

    const board = await screen.findByRole('form', { name: 'Budget of mine' });
    await waitFor(() => expect(board).toHaveTextContent(/its rules promise 1 a week together/));
    const field = within(board).getByRole('spinbutton', { name: 'At most' });
    await app.user.clear(field);
    await app.user.type(field, '3');
    await app.user.click(within(board).getByRole('button', { name: 'Agree' }));

    await waitFor(() => expect(board).toHaveTextContent('Its rules promise 1 of that.'));
    const rules = await simulator.ports.control.listRules('mine');
    expect(rules.map(({ name, budget, version }) => [name, budget?.perWeek, version])).toEqual([
      ['Budget of false alarms', 3, 2],
      ['slow', 1, 1],
    ]);
  });
});

describe('the editor', () => {
  it('of a saved rule tells what did fire, and which incidents the limit would catch', async () => {
    const { simulator, rule, end } = await serveNoisyRule();
    await fire(simulator, rule, end, ['noise', 'real', undefined]);
    const app = openApp(`/thresholds/${rule.id}`);

    expect(await screen.findByText(/It did fire 3 times: 1 real, 1 noise\./)).toBeVisible();
    expect(screen.getByText(/1 of its alerts are not marked yet/)).toBeVisible();
    const table = screen.getByRole('table', { name: 'What the rule would have done' });
    expect(within(table).getByRole('row', { name: /^incidents caught/ })).toHaveTextContent(
      'incidents caught1 of 11 of 1',
    );
    expect(
      await screen.findByRole('figure', { name: 'Alarms a week by delay of incidents' }),
    ).toHaveTextContent(/1 of 1 incidents are caught/);

    const limit = screen.getByRole('spinbutton', { name: 'Limit' });
    await app.user.clear(limit);
    await app.user.type(limit, '900');
    await waitFor(() =>
      expect(within(table).getByRole('row', { name: /^incidents caught/ })).toHaveTextContent('1 of 10 of 1'),
    );
  });

  it('of a rule without a budget of its own shares that of the board, which is agreed on with it', async () => {
    const { simulator } = await serveNoisyRule();
    const app = openApp('/thresholds/new?sel=mine~model~latencyMs~mean');

    await app.user.selectOptions(await screen.findByRole('combobox', { name: 'Slot' }), '3600');
    const field = screen.getByRole('spinbutton', { name: 'At most' });
    await app.user.clear(field);
    await app.user.type(field, '4');
    expect(await screen.findByText(/3 of it is left to this rule/)).toBeVisible();
    await screen.findByRole('spinbutton', { name: 'Limit' });
    await app.user.click(screen.getByRole('button', { name: 'Save the rule' }));

    expect(await screen.findByText(/Version 1\.$/)).toBeVisible();
    const rules = await simulator.ports.control.listRules('mine');
    expect(rules.map(({ name, budget }) => [name, budget?.perWeek])).toEqual([
      ['Budget of false alarms', 4],
      ['mean of Latency, model', undefined],
      ['slow', 1],
    ]);
  });
});
