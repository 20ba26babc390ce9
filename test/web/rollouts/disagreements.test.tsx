import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { writeDraft } from '#api/services/rollouts/create.ts';
import { as } from '#test/api/rollouts/rollout-ports.ts';
import { draft, planStep, threeSteps } from '#test/control/rollout/rollouts.ts';
import { post, serveEmptyStore, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

/** Requests that v17 answers, copies of them for v18, and a few for v17 itself. */
async function servePairs() {
  const simulator = serveEmptyStore();
  const place = { pipeline: 'speech', stage: 'asr' };
  await post(simulator, [{ ...place, version: 'v17', time: new Date(Date.now() - 60_000).toISOString() }]);
  const { stable, candidate } = draft();
  const mirror = ['candidate', 'stable'].map((to) => ({ to, basisPoints: 10_000 }));
  const traffic = { split: { stable: 10_000, candidate: 0, audit: 0 }, mirror, stickyKey: null };
  const plan = threeSteps({ steps: [planStep('shadow', 0, { traffic }), planStep('bake', 10_000)] });
  const { rollout } = await writeDraft(simulator.ports, {
    request: { ...place, stable, candidate, plan },
    actor: as('ann', 'admin'),
    undoOf: null,
  });
  const time = new Date(Date.parse(rollout.createdAt) + 1).toISOString();
  const answers = (requestId: string, confidence: number, says: Record<string, string>) =>
    Object.entries(says).map(([who, prediction]) => {
      const [version, role = 'live'] = who.split(' ');
      const features = { device: requestId === 'c' ? 'desk' : 'phone' };
      return { ...place, version, role, requestId, time, prediction, confidence, features, latencyMs: 20 };
    });
  await post(simulator, [
    ...answers('a', 0.9, { v17: 'yes', 'v18 shadow': 'yes', 'v17 shadow': 'yes' }),
    ...answers('b', 0.9, { v17: 'yes', 'v18 shadow': 'no', 'v17 shadow': 'yes' }),
    ...answers('c', 0.3, { v17: 'no', 'v18 shadow': 'yes' }),
  ]);
  await simulator.ports.ingest.settled();
  return { simulator, id: rollout.id };
}

describe('the explorer of disagreements', () => {
  it('says how often the versions differ beside how often one differs from itself', async () => {
    const { id } = await servePairs();
    openApp(`/rollouts/${id}/disagreements`);

    expect(await screen.findByText(/^v18 answers 66\.7 % of the requests differently/)).toBeVisible();
    expect(screen.getByText(/^2 of 3 pairs/)).toBeVisible();
    expect(screen.getByText(/^0 of 2 pairs/)).toBeVisible();
    expect(screen.getByText(/No gate of this plan counts them/)).toBeVisible();
    const [first, second] = await screen.findAllByRole('article');
    expect(first).toHaveAccessibleName('Request b');
    expect(first).toHaveTextContent('impact 0.90');
    expect(first).toHaveTextContent('device phone');
    expect(second).toHaveAccessibleName('Request c');
  });

  it('is judged by single keys, each going on to the next', async () => {
    const { simulator, id } = await servePairs();
    const app = openApp(`/rollouts/${id}/disagreements`);
    await screen.findAllByRole('article');

    await app.user.keyboard('2');
    expect(await screen.findByText(/v18 right 1, v17 right 0/)).toBeVisible();
    expect(screen.getByRole('article', { name: 'Request c' })).toHaveFocus();
    await app.user.keyboard('1');
    expect(await screen.findByText(/v18 right 1, v17 right 1/)).toBeVisible();
    await app.user.keyboard('k');
    await app.user.keyboard('4');

    expect(await screen.findByText(/right 0, v17 right 1, both 0, neither 1/)).toBeVisible();
    const row = screen.getByRole('article', { name: 'Request b' });
    expect(within(row).getByRole('button', { name: 'Neither' })).toHaveAttribute('aria-pressed', 'true');
    expect(await simulator.ports.control.listAdjudications(id)).toMatchObject([
      { requestId: 'c', choice: 'stable' },
      { requestId: 'b', choice: 'neither' },
    ]);
  });

  it('is narrowed to a segment by its address, and to one pair of answers by its table', async () => {
    const { id } = await servePairs();
    const app = openApp(`/rollouts/${id}/disagreements?seg=input.device:desk`);
    expect(await screen.findByRole('article', { name: 'Request c' })).toBeVisible();
    expect(screen.queryByRole('article', { name: 'Request b' })).toBeNull();
    await app.user.click(screen.getByRole('button', { name: /^Remove device/ }));
    expect(await screen.findByRole('article', { name: 'Request b' })).toBeVisible();

    await app.user.click(screen.getByText('Which answers for which'));
    const row = screen.getByRole('row', { name: /yes no/ });
    await app.user.click(within(row).getByRole('button', { name: 'Show only these' }));

    expect(await screen.findByText('1 of 1 shown')).toBeVisible();
    expect(screen.queryByRole('article', { name: 'Request c' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Show all' })).toBeVisible();
  });
});
