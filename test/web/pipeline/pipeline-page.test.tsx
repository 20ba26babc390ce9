import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
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
    expect(screen.getByText(/No labels have arrived yet/)).toBeVisible();
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
      { actor: 'test', action: 'pipeline.put', subject: 'mine', at: new Date().toISOString(), detail: {} },
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

    expect(await screen.findByText(/^model: p95 latency 25\d ms \(target 100 ms\)\.$/)).toBeVisible();
    const model = screen.getByRole('article', { name: 'model' });
    expect(within(model).getByRole('img', { name: 'warning' })).toBeVisible();
    expect(within(model).getByText('(beyond its limit)')).toBeInTheDocument();
  });

  it('keeps the flow when the events cannot be read', async () => {
    await serveSpeech();
    failPath('*/api/v1/pipelines/speech/events');
    openApp('/p/speech');

    expect(await screen.findByText(/The events could not be shown: the store is away/)).toBeVisible();
    expect(await screen.findByRole('article', { name: 'vad' })).toBeVisible();
  });
});
