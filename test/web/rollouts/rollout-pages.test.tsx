import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { commandOnRollout } from '#api/services/rollouts/command.ts';
import { findDeployment } from '#api/services/deployments/find.ts';
import { putDeployment } from '#api/services/deployments/put.ts';
import { createFreeze } from '#api/services/rollouts/freezes.ts';
import { writeDraft } from '#api/services/rollouts/create.ts';
import { reconcileOpenRollouts } from '#api/services/rollouts/reconcile-open.ts';
import type { GateVerdict } from '#contract/rollout-evidence.ts';
import { ALL_TRAFFIC } from '#contract/traffic.ts';
import { memoryAdapter } from '#test/api/rollouts/memory-adapter.ts';
import { as } from '#test/api/rollouts/rollout-ports.ts';
import { draft, evidence, planStep, threeSteps } from '#test/control/rollout/rollouts.ts';
import { post, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

/** A canary of 5 % with nothing before it, under way. */
async function serveCanary(says: GateVerdict = 'open', step: object = {}) {
  const simulator = serveEmptyStore();
  const { ports } = simulator;
  const { adapter } = memoryAdapter(() => Date.now());
  ports.traffic = { adapterOf: () => adapter };
  ports.evidence = { read: async () => evidence(says, Date.now()) };
  await post(simulator, [
    { pipeline: 'speech', stage: 'asr', version: 'v17', time: new Date().toISOString() },
  ]);
  const plan = threeSteps({ steps: [planStep('canary', 500, step), planStep('bake', ALL_TRAFFIC)] });
  const { pipeline, stage, stable, candidate } = draft();
  const request = { pipeline, stage, stable, candidate, plan };
  const { rollout } = await writeDraft(ports, { request, actor: as('ann', 'admin'), undoOf: null });
  await commandOnRollout(ports, {
    id: rollout.id,
    command: { type: 'submit' },
    actor: as('ann', 'admin'),
    generation: 1,
  });
  const turn = () =>
    reconcileOpenRollouts(ports, {
      holder: 'server-1',
      signal: new AbortController().signal,
      onTrouble: (trouble) => expect.unreachable(String(trouble)),
    });
  for (let i = 0; i < 6; i++) await turn();
  return { simulator, id: rollout.id, turn };
}

describe('a rollout on one screen', () => {
  it('says what is moved, how sure one is, and who did what', async () => {
    const { id } = await serveCanary();
    openApp(`/rollouts/${id}`);

    expect(await screen.findByRole('heading', { level: 1, name: 'asr v17 → v18' })).toBeVisible();
    expect(await screen.findByText('gathering evidence')).toBeVisible();
    const steps = screen.getByRole('list', { name: 'Steps of the plan' });
    expect(within(steps).getByText('Canary 5 %').closest('li')).toHaveAttribute('aria-current', 'step');
    const [row] = within(await screen.findByRole('table', { name: 'Gates' }))
      .getAllByRole('row')
      .slice(1);
    expect(row).toHaveTextContent('error rate');
    expect(row).toHaveTextContent('0.90 × to 1.10 ×');
    expect(row).toHaveTextContent('not known yet, about 40 min to go');
    expect(row).toHaveTextContent('9,500');
    expect(screen.getByText('stable 95 %, candidate 5 %')).toBeVisible();
    expect(screen.getByText('router-1: stable 95 %, candidate 5 %')).toBeVisible();
    expect(screen.getByText(/submitted it/)).toBeVisible();
  });

  it('keeps what cannot be done now in sight, and says what would open it', async () => {
    const { id } = await serveCanary();
    openApp(`/rollouts/${id}`);

    const button = await screen.findByRole('button', { name: 'Go on: Bake' });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription(/gated/);
  });

  it('goes back by one click, without a dialog', async () => {
    const { simulator, id, turn } = await serveCanary();
    const app = openApp(`/rollouts/${id}`);

    await app.user.click(await screen.findByRole('button', { name: 'Roll back to v17' }));

    expect(await screen.findByText('rolling back')).toBeVisible();
    await turn();
    await turn();
    expect(await simulator.ports.control.findRollout(id)).toMatchObject({
      rollout: { phase: 'rolledBack', desired: { split: { stable: ALL_TRAFFIC } }, end: { kind: 'person' } },
    });
  });

  it('pauses with a reason that stays in the history', async () => {
    const { id } = await serveCanary();
    const app = openApp(`/rollouts/${id}`);
    await app.user.click(await screen.findByRole('button', { name: 'Pause …' }));
    const dialog = await screen.findByRole('dialog', { name: 'Pause the rollout' });

    await app.user.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'a word with the team');
    await app.user.click(within(dialog).getByRole('button', { name: 'Pause the rollout' }));

    expect(await screen.findByText('paused: a word with the team')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Resume' })).toBeEnabled();
  });

  it('shows what somebody else did meanwhile when a command comes too late', async () => {
    const { simulator, id } = await serveCanary();
    const app = openApp(`/rollouts/${id}`);
    await app.user.click(await screen.findByRole('button', { name: 'Pause …' }));
    const found = await simulator.ports.control.findRollout(id);
    await commandOnRollout(simulator.ports, {
      id,
      command: { type: 'pause', reason: 'first' },
      actor: as('ben', 'on-call'),
      generation: found?.rollout.generation,
    });
    const dialog = await screen.findByRole('dialog', { name: 'Pause the rollout' });
    await app.user.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'second');
    await app.user.click(within(dialog).getByRole('button', { name: 'Pause the rollout' }));

    expect(await screen.findByRole('alert')).toHaveTextContent('Meanwhile ben paused it (first).');
    expect(screen.getByText('paused: first')).toBeVisible();
  });
});

describe('an approval', () => {
  it('stands although something else happened meanwhile, as long as its evidence does', async () => {
    const { simulator, id, turn } = await serveCanary('noWorse', { approvals: { n: 1 } });
    const { ports } = simulator;
    const stored = await ports.control.findRollout(id);
    if (!stored) throw new Error('no rollout');
    const soak = { ...stored.rollout.soak, freshSeconds: 60 };
    await ports.control.writeRollout({
      stored: { ...stored, rollout: { ...stored.rollout, author: 'eng', soak } },
      events: [],
    });
    await turn();
    await turn();
    const app = openApp(`/rollouts/${id}`);
    await app.user.click(await screen.findByRole('button', { name: 'Approve …' }));
    const { rollout } = (await ports.control.findRollout(id)) ?? {};
    await commandOnRollout(ports, {
      id,
      command: { type: 'request', reason: 'far field', snapshotHash: rollout?.snapshot?.hash ?? '' },
      actor: as('eng', 'engineer'),
      generation: rollout?.generation,
    });
    const dialog = await screen.findByRole('dialog', { name: 'Approve Bake' });
    await app.user.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'all rows no worse');
    await app.user.type(within(dialog).getByRole('textbox', { name: 'Type “asr 100”' }), 'asr 100');
    await app.user.click(within(dialog).getByRole('button', { name: 'Approve' }));

    expect(await screen.findByText(/approved: all rows no worse/)).toBeVisible();
    expect(screen.getByText(/said yes at .*: “all rows no worse”/)).toBeVisible();
    expect(await screen.findByText(/asks for Bake at .*: “far field”/)).toBeVisible();
    expect(screen.queryByText(/approval by somebody else/)).not.toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});

describe('the board of rollouts', () => {
  it('lists what is under way, and leads to it', async () => {
    await serveCanary();
    const app = openApp('/rollouts');

    expect(await screen.findByText('1 rollout is under way; none waits for anybody.')).toBeVisible();
    const table = screen.getByRole('table', { name: 'Under way' });
    expect(within(table).getByRole('row', { name: /v17 → v18/ })).toHaveTextContent('speech / asr');
    await app.user.click(within(table).getByRole('link', { name: 'v17 → v18' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'asr v17 → v18' })).toBeVisible();
  });

  it('offers the way back on the page of the stage, too', async () => {
    await serveCanary();
    openApp('/p/speech/s/asr');

    const list = await screen.findByRole('list', { name: 'Rollouts under way' });
    expect(within(list).getByRole('button', { name: 'Roll back to v17' })).toBeEnabled();
  });
});

describe('what holds rollouts up', () => {
  it('freezes them for a while with a reason, and ends that', async () => {
    await serveCanary();
    const app = openApp('/rollouts');
    await app.user.click(await screen.findByRole('button', { name: 'Freeze rollouts …' }));
    const dialog = await screen.findByRole('dialog', { name: 'Freeze rollouts' });
    await app.user.selectOptions(await within(dialog).findByRole('combobox', { name: 'Pipeline' }), 'speech');
    await app.user.selectOptions(within(dialog).getByRole('combobox', { name: 'Stage' }), 'asr');
    await app.user.type(within(dialog).getByLabelText('Until'), '2099-01-01T09:00');
    await app.user.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'year end');
    await app.user.click(within(dialog).getByRole('button', { name: 'Freeze' }));

    const line = within(await screen.findByRole('list', { name: 'Freezes' })).getByRole('listitem');
    await waitFor(() => expect(line).toHaveTextContent(/^speech \/ asr, .*2099.*, in force: year end/));
    await app.user.click(within(line).getByRole('button', { name: 'End it now' }));
    expect(await screen.findByText('None is in force or ahead.')).toBeVisible();
  });

  it('says beside the steps who froze them until when', async () => {
    const { simulator, id } = await serveCanary();
    await createFreeze(simulator.ports, {
      request: { pipeline: null, stage: null, until: '2099-01-01T09:00:00Z', reason: 'year end' },
      actor: as('ann', 'admin'),
    });
    openApp(`/rollouts/${id}`);

    expect(await screen.findByText(/ann froze rollouts until .*2099.*: year end/)).toBeVisible();
  });

  it('gives way to a newer rollout that another person wrote', async () => {
    const { simulator, id } = await serveCanary();
    const { pipeline, stage, stable, candidate } = draft();
    const request = {
      pipeline,
      stage,
      stable,
      candidate: { ...candidate, version: 'v19' },
      plan: threeSteps(),
    };
    const newer = await writeDraft(simulator.ports, { request, actor: as('eng', 'engineer'), undoOf: null });
    await commandOnRollout(simulator.ports, {
      id: newer.rollout.id,
      command: { type: 'submit' },
      actor: as('eng', 'engineer'),
      generation: 1,
    });
    const app = openApp(`/rollouts/${id}`);

    await app.user.click(await screen.findByRole('button', { name: 'Give way to v19' }));

    expect(await screen.findByText('rolling back')).toBeVisible();
    const { rollout } = (await simulator.ports.control.findRollout(id)) ?? {};
    expect(rollout).toMatchObject({ supersededBy: newer.rollout.id, end: { kind: 'superseded' } });
  });
});

describe('the endpoints of a stage', () => {
  it('are said where a rollout is planned, and nothing of another person is lost', async () => {
    const { simulator } = await serveCanary();
    const slot = { pipeline: 'speech', stage: 'asr' };
    const app = openApp('/rollouts/new');
    await app.user.type(await screen.findByRole('textbox', { name: 'To version' }), 'v18');
    const open = await screen.findByRole('button', { name: 'Endpoints …' });
    await waitFor(() =>
      expect(open).toHaveAccessibleDescription('Nobody has said yet where v17 and v18 answer.'),
    );
    await app.user.click(open);
    const dialog = await screen.findByRole('dialog', { name: 'Endpoints of asr' });
    const [first, second] = within(dialog).getAllByRole('textbox', { name: 'Address' });
    if (!first || !second) throw new Error('two addresses are asked for');
    await app.user.type(first, 'http://asr-v17:8080');
    await app.user.type(second, 'ftp://asr-v18');
    const save = within(dialog).getByRole('button', { name: 'Save the endpoints' });
    await app.user.click(save);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('an address such as');
    await app.user.clear(second);
    await app.user.type(second, 'http://asr-v18:8080');
    await app.user.click(save);

    await waitFor(() => expect(open).toHaveAccessibleDescription('Both versions have an address.'));
    const { digest, deployment } = await findDeployment(simulator.ports, slot);
    expect(deployment).toMatchObject({ stable: 'v17', endpoints: [{ version: 'v17' }, { version: 'v18' }] });
    if (!deployment) throw new Error('it was saved');
    const stale = { slot, change: { deployment, digest: 'of before' }, actor: as('ann', 'admin') };
    await expect(putDeployment(simulator.ports, stale)).rejects.toThrow('look at it again');
    const endpoints = deployment.endpoints.filter(({ version }) => version === 'v17');
    const change = { deployment: { ...deployment, endpoints }, digest };
    await expect(putDeployment(simulator.ports, { ...stale, change })).rejects.toThrow('it has to end first');
  });
});

describe('a rollout that succeeded', () => {
  it('goes back to the version before it by one click, by a rollout of its own', async () => {
    const { simulator, id } = await serveCanary();
    const { control } = simulator.ports;
    const stored = await control.findRollout(id);
    if (!stored) throw new Error('no rollout');
    const rollout = { ...stored.rollout, phase: 'succeeded' as const };
    await control.writeRollout({ stored: { ...stored, rollout }, events: [] });
    const app = openApp(`/rollouts/${id}`);

    await app.user.click(await screen.findByRole('button', { name: 'Roll back to v17' }));

    expect(await screen.findByRole('heading', { level: 1, name: 'asr v18 → v17' })).toBeVisible();
    expect(await control.listRollouts({ isOpen: true }, 9)).toMatchObject([{ rollout: { undoOf: id } }]);
  });
});

describe('a plan', () => {
  it('is drafted from a strategy, and says what each step has to prove', async () => {
    const simulator = serveEmptyStore();
    await post(simulator, [
      { pipeline: 'speech', stage: 'asr', version: 'v17', time: new Date().toISOString(), latencyMs: 5 },
    ]);
    const app = openApp('/rollouts/new');
    await app.user.type(await screen.findByRole('textbox', { name: 'To version' }), 'v18');
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'From version' })).toHaveValue('v17'));
    await app.user.selectOptions(screen.getByRole('combobox', { name: 'Strategy' }), 'shadowThenCanary');

    expect(screen.getByText('Shadow 100 %')).toBeVisible();
    expect(screen.getByText(/disagreement below/)).toBeVisible();
    // one request in six hours proves nothing of rates
    expect(await screen.findByText(/Not like this/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Write the draft' })).toBeDisabled();
    for (const name of ['error rate', 'null outputs', 'p95 latency'])
      await app.user.click(screen.getByRole('checkbox', { name }));
    await app.user.click(screen.getByRole('checkbox', { name: 'drift of the outputs' }));
    await app.user.click(screen.getByRole('button', { name: 'Write the draft' }));

    expect(await screen.findByRole('heading', { level: 1, name: 'asr v17 → v18' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Submit the plan' })).toBeVisible();
  });

  it('is replayed on last week by the gates that will judge it', async () => {
    const simulator = serveEmptyStore();
    const records = Array.from({ length: 600 }, (_, i) => ({
      pipeline: 'speech',
      stage: 'asr',
      version: 'v17',
      time: new Date(Date.now() - (i + 2) * 60_000).toISOString(),
      status: i % 10 === 0 ? 'error' : 'ok',
      latencyMs: 20 + (i % 7),
    }));
    await post(simulator, records);
    await simulator.ports.ingest.settled();
    const app = openApp('/rollouts/new');
    await app.user.click(await screen.findByRole('checkbox', { name: 'null outputs' }));
    await app.user.click(await screen.findByRole('button', { name: 'Replay the plan' }));

    const results = await screen.findByText(/From 600 requests/, undefined, { timeout: 20_000 });
    expect(results).toBeVisible();
    const alike = screen.getAllByText(/of 100 replays of the stable version against itself/);
    expect(alike).toHaveLength(2);
    expect(screen.getAllByText(/^error rate: 2 times as many would/)).toHaveLength(2);
  }, 30_000);
});
