import { beforeEach, describe, expect, it } from 'vitest';
import { RequestSummary, RequestTrace } from '#contract/request.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const window = `from=${new Date(now.getTime() - 3_600_000).toISOString()}&to=${now.toISOString()}`;

describe('requests through the stages', () => {
  let api: ReturnType<typeof memoryApp>;
  beforeEach(async () => {
    api = memoryApp();
    await api.app.request('/api/v1/pipelines/loans', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        stages: [
          { name: 'check', keepsText: true, sensitive: ['input.name', 'output.text'] },
          { name: 'score', sensitive: ['latencyMs'] },
        ],
        edges: [{ from: 'check', to: 'score' }],
      }),
    });
    await api.post('/predictions', [
      prediction(20, {
        stage: 'check',
        requestId: 'a/b',
        latencyMs: 40,
        features: { name: 'Ada', amount: 7 },
        prediction: 'this one looks fine to me',
      }),
      prediction(19.9, { requestId: 'a/b', latencyMs: 90, features: { amount: 7 }, prediction: null }),
      prediction(10, { stage: 'check', requestId: 'c', latencyMs: 900, status: 'timeout' }),
    ]);
  });

  async function list(query = '') {
    const response = await api.get(`/pipelines/loans/requests?${window}${query}`);
    expect(response.status).toBe(200);
    const { items } = (await response.json()) as { items: unknown[] };
    return items.map((item) => RequestSummary.parse(item));
  }

  it('are listed with what each stage did', async () => {
    expect(await list()).toEqual([
      {
        requestId: 'c',
        steps: [expect.objectContaining({ stage: 'check', latencyMs: 900, status: 'timeout', isNull: null })],
      },
      {
        requestId: 'a/b',
        steps: [
          expect.objectContaining({ stage: 'check', latencyMs: 40, status: 'ok', isNull: false }),
          expect.objectContaining({ stage: 'score', latencyMs: null, status: 'ok', isNull: true }),
        ],
      },
    ]);
  });

  it.each([
    ['slowest', ['c', 'a/b']],
    ['errors', ['c']],
    ['nulls', ['a/b']],
  ])('can be the %s', async (order, ids) => {
    expect((await list(`&order=${order}`)).map(({ requestId }) => requestId)).toEqual(ids);
  });

  it('show their values, but none that a stage calls sensitive', async () => {
    const response = await api.get(`/pipelines/loans/requests/${encodeURIComponent('a/b')}`);

    const trace = RequestTrace.parse(await response.json());
    expect(trace).toMatchObject({ requestId: 'a/b', isCut: false });
    const [check, score] = trace.rows;
    expect(check).toMatchObject({ stage: 'check', text: null, withheld: ['input.name', 'output.text'] });
    expect(check?.values).toMatchObject({ 'input.amount': 7, latencyMs: 40, status: 'ok' });
    expect(check?.values).not.toHaveProperty('input.name');
    expect(score?.values).not.toHaveProperty('latencyMs');
  });

  it.each([
    ['/pipelines/nobody/requests/a', /pipeline nobody/],
    ['/pipelines/loans/requests/nobody', /request nobody in loans/],
    [`/pipelines/nobody/requests?${window}`, /pipeline nobody/],
  ])('answer 404 for %s', async (path, detail) => {
    const response = await api.get(path);

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ detail: expect.stringMatching(detail) });
  });
});
