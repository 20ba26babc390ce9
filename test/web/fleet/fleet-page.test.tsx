import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { inside, localActor } from '#api/access/actor.ts';
import { auditEntry } from '#api/services/audit/audit-entry.ts';
import { PipelineDefinition } from '#contract/pipeline-definition.ts';
import { failPath, post, serveAgain, serveEmptyStore, serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';
import { fleetQuery, type FleetFigures } from '#web/api/fleet.ts';

startMockServer();

describe('the fleet', () => {
  it('answers first, then shows each pipeline with its stages and figures', async () => {
    await serveSpeech();
    openApp('/');

    expect(await screen.findByText('Nothing needs you; 3 of 3 stages reporting.')).toBeVisible();
    const row = pipelineRow('Speech (simulated)');
    expect(within(row).getByText('Sample data')).toBeVisible();
    const stages = within(row).getByRole('list', { name: 'Stages of speech' });
    expect(
      within(stages)
        .getAllByRole('link')
        .map((link) => link.textContent),
    ).toEqual([
      expect.stringMatching(/^vad(, at most \S+ of its limit)?$/),
      expect.stringMatching(/^asr(, at most \S+ of its limit)?$/),
      expect.stringMatching(/^punctuation(, at most \S+ of its limit)?$/),
    ]);
    expect(within(row).getByText('p95').nextElementSibling).toHaveTextContent(/^\d+(\.\d+)? ms$/);
    expect(within(row).getByText('Requests').nextElementSibling).toHaveTextContent(/\/s$/);
  });

  it('finds pipelines by a word, which the address keeps', async () => {
    const simulator = serveEmptyStore();
    const time = new Date().toISOString();
    await post(simulator, [
      { pipeline: 'ads', stage: 'ranker', time },
      { pipeline: 'mail', stage: 'spam', time },
    ]);
    const app = openApp('/');
    const filter = await screen.findByRole('searchbox', { name: 'Filter' });

    await app.user.keyboard('/');
    expect(filter).toHaveFocus();
    await app.user.keyboard('rank');

    expect(await screen.findByText('1 of 2 pipelines')).toBeVisible();
    const main = screen.getByRole('main');
    expect(within(main).queryByRole('link', { name: 'mail' })).not.toBeInTheDocument();
    expect(app.address().searchParams.get('q')).toBe('rank');
  });

  it('groups pipelines by team, those of no team last', async () => {
    const simulator = serveEmptyStore();
    const time = new Date().toISOString();
    await post(simulator, [
      { pipeline: 'ads', stage: 'ranker', time },
      { pipeline: 'mail', stage: 'spam', time },
      { pipeline: 'search', stage: 'rank', time },
    ]);
    for (const name of ['mail', 'search']) {
      const change = { action: 'pipeline.put', subject: name };
      await simulator.ports.control.putPipeline(
        { name, definition: PipelineDefinition.parse({ team: 'Trust' }) },
        auditEntry(localActor(inside), new Date(), change),
      );
    }
    const app = openApp('/');

    await app.user.click(await screen.findByRole('checkbox', { name: 'Group by team' }));

    const lines = within(
      within(screen.getByRole('main')).getByRole('list', { name: 'Pipelines' }),
    ).getAllByRole('listitem');
    const names = lines.map((line) => line.textContent?.match(/^(Trust|No team|ads|mail|search)/)?.[0]);
    expect(names.filter((name) => name !== undefined)).toEqual(['Trust', 'mail', 'search', 'No team', 'ads']);
    expect(app.address().searchParams.get('by')).toBe('team');
  });

  it('shrinks many stages to cells, and names only the abnormal ones', async () => {
    const simulator = serveEmptyStore();
    const record = (i: number) => ({
      pipeline: 'mine',
      stage: `stage-${i % 100}`,
      time: new Date(Date.now() - 1000).toISOString(),
      status: i % 100 === 42 ? 'timeout' : 'ok',
    });
    await post(
      simulator,
      Array.from({ length: 200 }, (_, i) => record(i)),
    );
    openApp('/');

    const stages = await screen.findByRole('list', { name: 'Stages of mine' });
    expect(await within(stages).findByText('stage-42')).toBeVisible();
    expect(within(stages).getAllByRole('link')).toHaveLength(100);
    expect(within(stages).getByRole('link', { name: 'stage-7' })).toHaveTextContent(/^$/);
  });

  it('tells what happened to all pipelines', async () => {
    const simulator = serveEmptyStore();
    const record = (pipeline: string, minutes: number, version: string) => ({
      pipeline,
      stage: 'model',
      version,
      time: new Date(Date.now() - minutes * 60_000).toISOString(),
    });
    await post(simulator, [record('ads', 50, 'v1'), record('ads', 20, 'v2'), record('mail', 50, 'v1')]);
    openApp('/');

    const activity = await screen.findByRole('region', { name: 'Activity' });
    expect(await within(activity).findByText('model v2 took over from v1')).toBeVisible();
    expect(within(activity).getAllByText('ads')[0]).toBeVisible();
  });

  it('gives a reason and a next step while nothing is recorded, and shows a pipeline as soon as it is', async () => {
    const simulator = serveEmptyStore();
    const app = openApp('/');
    expect(await screen.findByText(/Nothing is recorded yet/)).toBeVisible();
    const copied = vi.spyOn(navigator.clipboard, 'writeText');

    await app.user.click(screen.getByRole('button', { name: 'Copy command' }));

    expect(await screen.findByText('Copied')).toBeVisible();
    const command = copied.mock.lastCall?.[0] ?? '';
    expect(command).toContain(`curl ${window.location.origin}/api/v1/predictions`);
    await post(simulator, JSON.parse(command.slice(command.indexOf("'[") + 1, -1)));
    await app.polls();
    expect(await screen.findByText('Nothing needs you; 1 of 1 stage reporting.')).toBeVisible();
  });

  it('names what is abnormal, with its limit, and leads to the stage', async () => {
    const simulator = serveEmptyStore();
    const record = (i: number) => ({
      pipeline: 'mine',
      stage: 'model',
      time: new Date(Date.now() - i * 1000).toISOString(),
      status: i < 3 ? 'timeout' : 'ok',
    });
    await post(
      simulator,
      Array.from({ length: 20 }, (_, i) => record(i)),
    );
    openApp('/');

    expect(await screen.findByText('1 stage needs attention; 1 of 1 stage reporting.')).toBeVisible();
    const list = screen.getByRole('list', { name: 'Needs attention' });
    expect(within(list).getByRole('listitem')).toHaveTextContent('mine / model errors 15 % (limit 5 %)');
    expect(within(list).getByRole('img', { name: 'critical' })).toBeVisible();
    expect(within(list).getByRole('link')).toHaveAttribute('href', '/p/mine/s/model');
  });

  it('keeps the pipelines when their figures cannot be read, and says why', async () => {
    const simulator = await serveSpeech();
    failPath('*/api/v1/fleet');
    const app = openApp('/');
    expect(await screen.findByText(/The figures could not be read: the store is away/)).toBeVisible();

    serveAgain(simulator);
    await app.polls();

    const figure = () => within(pipelineRow('Speech (simulated)')).getByText('p95').nextElementSibling;
    await waitFor(() => expect(figure()).toHaveTextContent(/ms$/));
  });

  it('asks about all pipelines at once, and again only about what changed', async () => {
    const simulator = serveEmptyStore();
    const time = new Date(Date.now() - 60_000).toISOString();
    await post(simulator, [
      { pipeline: 'ads', stage: 'ranker', time, latencyMs: 10 },
      { pipeline: 'mail', stage: 'spam', time, latencyMs: 20 },
    ]);
    const app = openApp('/');
    const latency = (name: string) => within(pipelineRow(name)).getByText('p95').nextElementSibling;
    await waitFor(() => expect(latency('mail')).toHaveTextContent('20 ms'));
    const before = app.queryClient.getQueryData<FleetFigures>(fleetQuery(undefined, undefined).queryKey);

    await post(simulator, [{ pipeline: 'ads', stage: 'ranker', time, latencyMs: 40 }]);
    await app.polls();

    await waitFor(() => expect(latency('ads')).toHaveTextContent('40 ms'));
    const after = app.queryClient.getQueryData<FleetFigures>(fleetQuery(undefined, undefined).queryKey);
    expect(after?.overviews.get('mail')).toBe(before?.overviews.get('mail'));
  });

  it('shows the past as it was known', async () => {
    const simulator = serveEmptyStore();
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    await post(simulator, [
      { pipeline: 'mine', stage: 'model', time: ago(90), receivedAt: ago(90), latencyMs: 10 },
      { pipeline: 'mine', stage: 'model', time: ago(80), receivedAt: ago(5), latencyMs: 40 },
    ]);
    openApp(`/?known=${ago(30)}`);

    const figure = () => within(pipelineRow('mine')).getByText('p95').nextElementSibling;
    await waitFor(() => expect(figure()).toHaveTextContent('10 ms'));
    expect(await screen.findByText(/^As known at/)).toBeVisible();
  });

  it.each(['<script>alert(1)</script>', '"quoted" & ‘curly’', '🎙️👩‍🚀', 'a/b/../c', 'x'.repeat(500)])(
    'shows and opens a stage called %j',
    async (name) => {
      const simulator = serveEmptyStore();
      await post(simulator, [
        { pipeline: name, stage: name, time: new Date().toISOString(), features: { [name]: 1 } },
      ]);
      const app = openApp('/');

      const row = await screen.findByRole('list', { name: `Stages of ${name}` });
      await app.user.click(within(row).getByRole('link'));

      expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(name);
      expect(await screen.findByRole('figure', { name })).toBeVisible();
      expect(document.querySelector('main script')).toBeNull();
    },
  );
});

function pipelineRow(name: string): HTMLElement {
  const list = within(screen.getByRole('main')).getByRole('list', { name: 'Pipelines' });
  const row = within(list).getByRole('link', { name }).closest('li');
  if (!row) throw new Error(`no row for ${name}`);
  return row;
}
