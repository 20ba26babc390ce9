import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { inside, localActor } from '#api/access/actor.ts';
import { auditEntry } from '#api/services/audit/audit-entry.ts';
import { failPath, post, serveEmptyStore, serveSpeech, startMockServer } from '#test/web/msw.ts';
import { openApp } from '#test/web/open-app.tsx';

startMockServer();

describe('the pipeline page', () => {
  it('shows the flow of the stages with version shares, figures and worst drift', async () => {
    await serveSpeech({ hours: 2 });
    openApp('/p/speech');

    const asr = await screen.findByRole('article', { name: 'asr' });
    expect(await within(asr).findByText(/^v17 \d+(\.\d+)? %, v18 \d+(\.\d+)? %$/)).toBeVisible();
    expect(within(asr).getByText('p95 (target 500 ms)').nextElementSibling).toHaveTextContent(/ms$/);
    expect(await within(asr).findByRole('link', { name: /^\S+ 0\.\d+$/ })).toHaveAttribute(
      'href',
      expect.stringMatching(/^\/p\/speech\/s\/asr\/drift\?feature=/),
    );
    expect(screen.getByText(/^vad to asr|^Voice activity to Speech recognition: /)).toBeInTheDocument();
    expect(await screen.findByRole('link', { name: 'vad v9 took over from v8' })).toBeVisible();
    expect(await screen.findByText(/^\d+ labels have arrived, the last /)).toBeVisible();
  });

  it('shows the past as it was known', async () => {
    const simulator = serveEmptyStore();
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    await post(simulator, [
      { pipeline: 'mine', stage: 'model', version: 'v1', time: ago(90), receivedAt: ago(90), latencyMs: 10 },
      { pipeline: 'mine', stage: 'model', version: 'v2', time: ago(80), receivedAt: ago(5), latencyMs: 40 },
    ]);
    const app = openApp(`/p/mine?known=${ago(30)}`);
    const stage = await screen.findByRole('article', { name: 'model' });
    expect(await within(stage).findByText('v1 100 %')).toBeVisible();
    expect(within(stage).getByText(/^p95/).nextElementSibling).toHaveTextContent('10 ms');

    await app.user.click(await screen.findByRole('button', { name: 'Show as known now' }));

    expect(await within(stage).findByText(/v2 50 %/)).toBeVisible();
    expect(within(stage).getByText(/^p95/).nextElementSibling).toHaveTextContent('40 ms');
  });

  it('says which stage is beyond its target', async () => {
    const simulator = serveEmptyStore();
    await simulator.ports.control.putPipeline(
      {
        name: 'mine',
        definition: {
          kind: 'realtime',
          sample: false,
          stages: [{ name: 'model', latencyTargetMs: 100, keepsText: false }],
          edges: [],
        },
      },
      auditEntry(localActor(inside), new Date(), { action: 'pipeline.put', subject: 'mine' }),
    );
    const record = (i: number) => ({
      pipeline: 'mine',
      stage: 'model',
      time: new Date(Date.now() - i * 1000).toISOString(),
      latencyMs: 250,
    });
    await post(
      simulator,
      Array.from({ length: 20 }, (_, i) => record(i)),
    );
    openApp('/p/mine');

    const model = await screen.findByRole('article', { name: 'model' });
    await waitFor(() =>
      expect(screen.getByRole('main')).toHaveTextContent(/model: p95 latency 25\d ms \(target 100 ms\)\./),
    );
    expect(within(model).getByRole('img', { name: 'warning' })).toBeVisible();
    expect(within(model).getByText('(beyond its limit)')).toBeInTheDocument();
  });

  it('shows where trouble began, and opens the stage at that time', async () => {
    const simulator = serveEmptyStore();
    const endMs = Math.floor(Date.now() / 60_000) * 60_000;
    const record = (stage: string, i: number) => ({
      pipeline: 'mine',
      stage,
      time: new Date(endMs - i * 5_000).toISOString(),
      status: stage === 'second' && i < 600 ? 'timeout' : 'ok',
    });
    await post(
      simulator,
      Array.from({ length: 2_000 }, (_, i) => [record('first', i), record('second', i)]).flat(),
    );
    const app = openApp('/p/mine?from=-3h');

    const strip = await screen.findByRole('grid', { name: 'Where trouble began: stages by time' });
    const rows = within(strip).getAllByRole('row').slice(1);
    expect(rows.map((row) => within(row).getByRole('rowheader').textContent)).toEqual(['first', 'second']);
    expect(
      within(strip).getByText(/^second, .*: 20 of the limit, errors 100\s%, limit 5\s%$/),
    ).toBeInTheDocument();
    strip.focus();
    await app.user.keyboard('{ArrowDown}{Enter}');

    expect(app.address().pathname).toBe('/p/mine/s/second');
    expect(app.address().searchParams.get('at')).not.toBeNull();
  });

  it('says what is lost between two stages, and shrinks where there are many', async () => {
    const simulator = serveEmptyStore();
    const names = Array.from({ length: 14 }, (_, i) => `stage-${i}`);
    await simulator.ports.control.putPipeline(
      {
        name: 'mine',
        definition: {
          kind: 'realtime',
          sample: false,
          stages: names.map((name) => ({ name, keepsText: false })),
          edges: names.slice(1).map((to, i) => ({ from: `stage-${i}`, to })),
        },
      },
      auditEntry(localActor(inside), new Date(), { action: 'pipeline.put', subject: 'mine' }),
    );
    const record = (stage: string, i: number) => ({
      pipeline: 'mine',
      stage,
      time: new Date(Date.now() - i * 1000).toISOString(),
    });
    await post(
      simulator,
      Array.from({ length: 40 }, (_, i) => [
        record('stage-0', i),
        ...(i < 30 ? [record('stage-1', i)] : []),
      ]).flat(),
    );
    openApp('/p/mine');

    const flow = await screen.findByRole('region', { name: 'Flow of the stages' });
    expect(await within(flow).findByText(/^stage-0 to stage-1: .*\/s, 25\s% lost$/)).toBeInTheDocument();
    const box = within(flow).getByRole('article', { name: 'stage-0' });
    expect(within(box).getByRole('link', { name: 'stage-0' })).toBeVisible();
    expect(within(box).queryByText('Errors')).not.toBeInTheDocument();
  });

  it('keeps the flow when the events cannot be read', async () => {
    await serveSpeech();
    failPath('*/api/v1/pipelines/speech/events');
    openApp('/p/speech');

    expect(await screen.findByText(/The events could not be shown: the store is away/)).toBeVisible();
    expect(await screen.findByRole('article', { name: 'vad' })).toBeVisible();
  });
});
