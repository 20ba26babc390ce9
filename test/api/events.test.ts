import { beforeEach, describe, expect, it } from 'vitest';
import { PipelineEvent } from '#contract/event.ts';
import { memoryApp, now, prediction } from './memory-app.ts';
import { storeEpisode } from './store-episode.ts';

const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const lastHour = `from=${at(60)}&to=${at(-1)}`;

describe('the timeline', () => {
  let api: ReturnType<typeof memoryApp>;
  beforeEach(() => {
    api = memoryApp();
  });

  async function events(path: string, query = lastHour) {
    const response = await api.get(`${path}?${query}`);
    expect(response.status).toBe(200);
    const { items } = (await response.json()) as { items: unknown[] };
    return items.map((item) => PipelineEvent.parse(item));
  }

  it('holds versions, definitions, references and labels, oldest first', async () => {
    const records = Array.from({ length: 40 }, (_, i) =>
      prediction(50 - i, { version: i < 20 ? 'v1' : 'v2', requestId: `r${i}` }),
    );
    await api.post('/predictions', records);
    await api.app.request('/api/v1/pipelines/loans', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ stages: [{ name: 'score' }] }),
    });
    await api.post('/labels', [
      { pipeline: 'loans', requestId: 'r1', time: at(1), value: true },
      { pipeline: 'loans', requestId: 'r2', time: at(1), value: true },
    ]);
    await api.post('/pipelines/loans/references', {
      stage: 'score',
      name: 'spring',
      from: at(60),
      to: at(30),
    });

    const found = await events('/pipelines/loans/events');

    expect(found.map(({ time, kind, stage, text }) => [time, kind, stage, text])).toEqual([
      [at(30), 'versionFirstSeen', 'score', 'score v2 first seen'],
      [at(30), 'versionTookOver', 'score', 'score v2 took over from v1'],
      [at(0), 'pipelineChanged', undefined, 'definition of loans changed by local'],
      [at(0), 'labelsArrived', undefined, '2 labels arrived within 1 min'],
      [at(0), 'referenceCreated', 'score', 'score: reference spring created by local'],
    ]);
    expect(await events('/pipelines/loans/events', `${lastHour}&kind=labelsArrived`)).toEqual([
      expect.objectContaining({ kind: 'labelsArrived' }),
    ]);
    expect(
      (await events('/events', `${lastHour}&kind=versionTookOver&kind=pipelineChanged`)).map(
        ({ kind }) => kind,
      ),
    ).toEqual(['versionTookOver', 'pipelineChanged']);
  });

  it('holds what people did to rules, with the reason, but not that they made them', async () => {
    await api.post('/predictions', [prediction(5, { latencyMs: 5 })]);
    await api.ports.ingest.settled();
    const rule = {
      name: 'slow / p95',
      scope: { stage: 'score' },
      condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'p95', windowSeconds: 300 },
      direction: 'above',
      levels: { warning: { threshold: 500, recover: 400, forSlots: 2, keepSlots: 3 } },
      everySeconds: 60,
      noData: { policy: 'keep', afterSlots: 3 },
    };
    const made = await api.post('/pipelines/loans/rules', { rule });
    expect(made.status).toBe(200);
    const { id } = (await made.json()) as { id: string };
    const paused = await api.post(`/pipelines/loans/rules/${id}/pause`, {
      fromVersion: 1,
      reason: 'load test',
    });
    expect(paused.status).toBe(200);

    expect(
      (await events('/pipelines/loans/events', `${lastHour}&kind=ruleChanged`)).map(({ text }) => text),
    ).toEqual(['threshold slow / p95 paused by local: load test']);
  });

  it('knows versions that were there before the window', async () => {
    await api.post('/predictions', [
      prediction(3_000, { version: 'v2' }),
      prediction(50, { version: 'v1' }),
      prediction(40, { version: 'v2' }),
      prediction(39, { version: 'v2' }),
      prediction(30, { version: 'v3' }),
    ]);

    const found = await events('/pipelines/loans/events');

    expect(found.map(({ kind, version }) => [kind, version])).toEqual([
      ['versionFirstSeen', 'v1'],
      ['versionTookOver', 'v2'],
      ['versionFirstSeen', 'v3'],
      ['versionTookOver', 'v3'],
    ]);
  });

  it('is of all pipelines, each named', async () => {
    for (const pipeline of ['a', 'b']) {
      await api.post('/predictions', [
        prediction(50, { pipeline, version: 'v1' }),
        prediction(pipeline === 'a' ? 20 : 30, { pipeline, version: 'v2' }),
      ]);
    }

    const found = await events('/events', `${lastHour}&kind=versionTookOver`);

    expect(found.map(({ pipeline, time }) => [pipeline, time])).toEqual([
      ['b', at(30)],
      ['a', at(20)],
    ]);
  });

  it('tells when alerts fired and ended', async () => {
    await api.post('/predictions', [prediction(50)]);
    const hour = (minutes: number) => now.getTime() - minutes * 60_000;
    await storeEpisode(api.ports, { id: 'open', stage: 'score', fromMs: hour(20) });
    await storeEpisode(api.ports, { id: 'over', stage: 'score', fromMs: hour(90), toMs: hour(30) });
    await storeEpisode(api.ports, { id: 'elsewhere', pipeline: 'gone', fromMs: hour(20) });

    const found = await events('/events', `${lastHour}&kind=alertFired&kind=alertEnded`);

    expect(found).toEqual([
      {
        time: at(30),
        pipeline: 'loans',
        stage: 'score',
        kind: 'alertEnded',
        alertId: 'over',
        severity: 'critical',
        text: 'score: psi ended after 60 min',
      },
      {
        time: at(20),
        until: at(0),
        pipeline: 'loans',
        stage: 'score',
        kind: 'alertFired',
        alertId: 'open',
        severity: 'critical',
        text: 'score: psi fired (critical)',
      },
    ]);
  });

  it('refuses a kind it does not know and a pipeline that is not there', async () => {
    expect((await api.get(`/events?${lastHour}&kind=weather`)).status).toBe(400);
    expect((await api.get(`/pipelines/nobody/events?${lastHour}`)).status).toBe(404);
  });
});
