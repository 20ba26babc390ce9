import { describe, expect, it } from 'vitest';
import { createInferenceJoiner } from '#api/services/inference/joiner.ts';
import { recordUnanswered } from '#api/services/ingest/ingest-kserve.ts';
import { memoryApp, now } from './memory-app.ts';

const window = { fromMs: now.getTime() - 3_600_000, toMs: now.getTime() + 3_600_000 };
const selection = { ...window, pipeline: 'risk', stage: 'predictor', role: 'live' as const };

/** An event as pkg/logger/worker.go sends it. */
function event(kind: 'request' | 'response', headers: Record<string, string> = {}) {
  const seconds = kind === 'request' ? 10 : 10.25;
  return {
    'ce-specversion': '1.0',
    'ce-id': 'e-1',
    'ce-type': `org.kubeflow.serving.inference.${kind}`,
    'ce-source': 'risk-predictor-00001-abc',
    'ce-time': new Date(now.getTime() - 60_000 + seconds * 1000).toISOString(),
    'ce-inferenceservicename': 'risk',
    'ce-namespace': 'models',
    'ce-component': 'predictor',
    'ce-endpoint': '',
    ...headers,
  };
}
const asked = { inputs: [{ name: 'age', shape: [1], datatype: 'INT64', data: [41] }] };
const answered = {
  model_name: 'risk',
  model_version: '7',
  outputs: [{ name: 'label', shape: [1], datatype: 'BYTES', data: ['good'] }],
};
const path = '/inference-events';

describe("events of KServe's inference logger", () => {
  it('become a row when request and answer have come', async () => {
    const api = memoryApp();
    const first = await api.post(
      path,
      asked,
      event('request', { 'ce-metadata': '{"X-Request-Id":["call-9"]}' }),
    );
    expect(first.status).toBe(202);
    expect(await api.ports.log.countRows(selection)).toBe(0);

    await api.post(path, answered, event('response'));
    const [row] = await api.ports.log.listRows(selection, 'latest', 10);

    expect(row).toMatchObject({
      version: '7',
      requestId: 'call-9',
      numbers: { latencyMs: 250, 'input.age': 41 },
      categories: { status: 'ok', 'output.prediction': 'good' },
    });
  });

  it('may come the other way round, and twice', async () => {
    const api = memoryApp();
    for (const kind of ['response', 'request', 'request', 'response'] as const)
      await api.post(path, kind === 'request' ? asked : answered, event(kind));

    expect(await api.ports.log.countRows(selection)).toBe(1);
  });

  it('count a request without an answer as failed, after a while', async () => {
    const api = memoryApp();
    api.ports.inferences = createInferenceJoiner({ waitMs: 0, most: 10 });
    await api.post(path, asked, event('request'));
    await recordUnanswered(api.ports);

    const [row] = await api.ports.log.listRows(selection, 'latest', 10);
    expect(row).toMatchObject({ requestId: 'e-1', categories: { status: 'unanswered' } });
  });

  it('take the status and the version where the event tells them', async () => {
    const api = memoryApp();
    const told = { 'ce-annotations': '{"anchorwatch.io/version":"v18"}', 'ce-statuscode': '503' };
    await api.post(path, asked, event('request'));
    await api.post(path, { error: 'overloaded' }, event('response', told));

    const [row] = await api.ports.log.listRows(selection, 'latest', 10);
    expect(row).toMatchObject({ version: 'v18', categories: { status: 'http-503' } });
  });

  it('go where the address says', async () => {
    const api = memoryApp();
    await api.post(`${path}?pipeline=loans&stage=score`, asked, event('request'));
    await api.post(`${path}?pipeline=loans&stage=score`, answered, event('response'));

    expect(await api.ports.log.countRows({ ...selection, pipeline: 'loans', stage: 'score' })).toBe(1);
  });

  it('are refused with the reason when they are none', async () => {
    const api = memoryApp();
    const strange = await api.post(path, asked, event('request', { 'ce-type': 'something.else' }));

    expect(strange.status).toBe(400);
    expect(await strange.text()).toContain('ce-type');
  });
});

describe('requests that wait for their answers', () => {
  it('go alone, the oldest first, when too many do', () => {
    const joiner = createInferenceJoiner({ waitMs: 1000, most: 2 });
    const request = (id: string) =>
      ({ kind: 'request', id, pipeline: 'p', stage: 's', timeMs: 0, body: undefined }) as const;

    expect(['a', 'b', 'c'].flatMap((id) => joiner.add(request(id), 0))).toEqual([{ request: request('a') }]);
    expect(joiner.takeExpired(999)).toEqual([]);
    expect(joiner.takeExpired(1000)).toEqual([{ request: request('b') }, { request: request('c') }]);
  });
});
