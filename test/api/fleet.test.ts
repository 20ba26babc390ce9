import { describe, expect, it } from 'vitest';
import { Fleet } from '#contract/fleet.ts';
import { Overview } from '#contract/pipeline.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

async function filled() {
  const api = memoryApp();
  await api.post('/predictions', [
    prediction(5, { latencyMs: 100 }),
    prediction(4, { latencyMs: 200, receivedAt: at(1) }),
    prediction(400, { pipeline: 'mail', stage: 'spam' }),
  ]);
  const ask = async (query: string) => Fleet.parse(await (await api.get(`/fleet?${query}`)).json());
  return { api, ask };
}

describe('the fleet', () => {
  it('holds what the overview of each pipeline says, in one answer', async () => {
    const { api, ask } = await filled();
    const window = `from=${at(60)}&to=${at(0)}`;

    const { pipelines, changed } = await ask(window);

    const overview = Overview.parse(await (await api.get(`/pipelines/loans/overview?${window}`)).json());
    expect(pipelines).toEqual(['loans', 'mail']);
    expect(changed[0]).toEqual({ pipeline: 'loans', stages: overview.stages, labels: overview.labels });
    expect(changed[1]).toMatchObject({ pipeline: 'mail', stages: [{ stage: 'spam', rows: 0 }] });
  });

  it('takes each pipeline in its own range where none is chosen', async () => {
    const api = memoryApp();
    const silentMinutes = 5 * 24 * 60;
    await api.post('/predictions', [
      prediction(5, { status: 'ok' }),
      prediction(400, { status: 'ok' }),
      prediction(silentMinutes, { pipeline: 'old', status: 'ok' }),
    ]);

    const { changed } = Fleet.parse(await (await api.get('/fleet')).json());

    expect(changed.map(({ pipeline, stages }) => [pipeline, stages[0]?.rows])).toEqual([
      ['loans', 1],
      ['old', 1],
    ]);
  });

  it('tells later only what changed', async () => {
    const { api, ask } = await filled();
    const first = await ask('');
    const same = await ask(`since=${first.cursor}`);
    await api.post('/predictions', [prediction(1, { status: 'ok' })]);

    const next = await ask(`since=${same.cursor}`);

    expect(same).toEqual({ ...first, changed: [] });
    expect(next.pipelines).toEqual(['loans', 'mail']);
    expect(next.changed.map(({ pipeline }) => pipeline)).toEqual(['loans']);
  });

  it('answers the past as it was known', async () => {
    const api = memoryApp();
    await api.post('/predictions', [
      prediction(50, { status: 'ok', receivedAt: at(50) }),
      prediction(49, { status: 'timeout', receivedAt: at(10) }),
    ]);
    const errorsAt = async (known: string) => {
      const { changed } = Fleet.parse(await (await api.get(`/fleet?knownAt=${known}`)).json());
      return changed[0]?.stages[0]?.errorShare;
    };

    expect([await errorsAt(at(20)), await errorsAt(at(0))]).toEqual([0, 0.5]);
  });

  it('refuses half a window', async () => {
    const { api } = await filled();

    expect((await api.get(`/fleet?from=${at(60)}`)).status).toBe(400);
  });
});
