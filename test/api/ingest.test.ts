import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { limits } from '#contract/prediction.ts';
import { memoryApp, now, prediction } from './memory-app.ts';

const hour = { fromMs: now.getTime() - 3_600_000, toMs: now.getTime() + 3_600_000 };
const selection = { ...hour, pipeline: 'loans', stage: 'score', role: 'live' as const };

async function rowsOf(api: ReturnType<typeof memoryApp>): Promise<number> {
  const stages = await api.ports.log.listStages();
  return stages.reduce((sum, { rows }) => sum + rows, 0);
}

describe('ingest', () => {
  it('files every value under its metric', async () => {
    const api = memoryApp();

    const response = await api.post('/predictions', [
      prediction(2, {
        latencyMs: 20,
        features: { age: 31, region: 'north', known: true, gone: null },
        prediction: 'repaid',
        confidence: 0.9,
        signals: { corrected: false },
      }),
    ]);

    expect(await response.json()).toEqual({ accepted: 1, rejected: 0, repeated: false, errors: [] });
    const metrics = await api.ports.log.listMetrics('loans');
    expect(metrics.map(({ metric, kind }) => `${metric} ${kind}`).sort()).toEqual([
      'arrivalDelaySeconds numeric',
      'input.age numeric',
      'input.known categorical',
      'input.region categorical',
      'latencyMs numeric',
      'output.confidence numeric',
      'output.null categorical',
      'output.prediction categorical',
      'signal.corrected categorical',
      'status categorical',
    ]);
  });

  it('takes a single record, NDJSON and gzip', async () => {
    const api = memoryApp();
    const lines = `${JSON.stringify(prediction(1))}\n${JSON.stringify(prediction(2))}\n`;

    await api.post('/predictions', prediction(3));
    await api.post('/predictions', lines, { 'content-type': 'application/x-ndjson; charset=utf-8' });
    await api.post('/predictions', gzipSync(JSON.stringify([prediction(4)])), { 'content-encoding': 'gzip' });

    expect(await rowsOf(api)).toBe(4);
  });

  it('counts a batch once that is sent twice with the same key', async () => {
    const api = memoryApp();
    const key = { 'idempotency-key': 'batch-1' };

    await api.post('/predictions', [prediction(1), prediction(2)], key);
    const again = await api.post('/predictions', [prediction(1), prediction(2)], key);

    expect(await again.json()).toEqual({ accepted: 2, rejected: 0, repeated: true, errors: [] });
    expect(await rowsOf(api)).toBe(2);
  });

  it('refuses a key that stood for another body', async () => {
    const api = memoryApp();
    const key = { 'idempotency-key': 'batch-1' };

    await api.post('/predictions', [prediction(1)], key);
    const other = await api.post('/predictions', [prediction(2)], key);

    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ type: '/problems/idempotency-key-reused' });
    expect(await rowsOf(api)).toBe(1);
  });

  it('stores nothing of a batch with a bad record, and names index, field and reason', async () => {
    const api = memoryApp();

    const response = await api.post('/predictions', [prediction(1), prediction(2, { latencyMs: 'fast' })]);

    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      type: '/problems/invalid-record',
      errors: [{ index: 1, field: 'latencyMs', reason: expect.stringContaining('expected number') }],
    });
    expect(await rowsOf(api)).toBe(0);
  });

  it('stores exactly the good records when partial is asked for', async () => {
    const api = memoryApp();
    const lines = [JSON.stringify(prediction(1)), '{"pipeline":', JSON.stringify(prediction(2))].join('\n');

    const response = await api.post('/predictions?partial=true', lines, {
      'content-type': 'application/x-ndjson',
    });

    expect(await response.json()).toMatchObject({
      accepted: 2,
      rejected: 1,
      errors: [{ index: 1, field: '' }],
    });
    expect(await rowsOf(api)).toBe(2);
  });

  it.each([
    [
      'a number beyond the double range',
      '[{"pipeline":"p","stage":"s","time":"2026-11-23T11:00:00Z","latencyMs":1e999}]',
      422,
    ],
    ['a field nobody knows', [prediction(1, { latency: 3 })], 422],
    ['a time without a zone', [{ ...prediction(1), time: '2026-11-23T11:00:00' }], 422],
    ['a date far ahead', [{ ...prediction(1), time: '2027-11-23T11:00:00Z' }], 422],
    ['a date of 1970', [{ ...prediction(1), time: '1970-01-21T11:00:00Z' }], 422],
    ['a nested feature', [prediction(1, { features: { a: { b: 1 } } })], 422],
    ['an empty name', [prediction(1, { stage: '' })], 422],
    ['a NUL in a name', [prediction(1, { stage: 'a\0b' })], 422],
    ['an empty batch', [], 400],
    ['no JSON', '{', 400],
    ['a bare number', 7, 400],
  ])('answers %s with a clear refusal', async (_, body, status) => {
    const api = memoryApp();

    const response = await api.post('/predictions', body);

    expect(response.status).toBe(status);
    expect(((await response.json()) as { detail: string }).detail).not.toBe('');
    expect(await rowsOf(api)).toBe(0);
    expect(api.faults).toEqual([]);
  });

  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['an unknown encoding', { 'content-encoding': 'br' }, 415],
    ['another charset', { 'content-type': 'application/json; charset=latin1' }, 415],
    ['gzip that is none', { 'content-encoding': 'gzip' }, 400],
  ])('answers %s with a clear refusal', async (_, headers, status) => {
    const response = await memoryApp().post('/predictions', [prediction(1)], headers);

    expect(response.status).toBe(status);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const response = await memoryApp().post('/predictions', new Uint8Array([0x5b, 0xff, 0x5d]));

    expect(response.status).toBe(400);
  });

  it('refuses a body that is too large, also when it only grows on unpacking', async () => {
    const large = `[${' '.repeat(limits.bodyBytes)}]`;

    expect((await memoryApp().post('/predictions', large)).status).toBe(413);
    expect(
      (await memoryApp().post('/predictions', gzipSync(large), { 'content-encoding': 'gzip' })).status,
    ).toBe(413);
  });

  it('takes a clock one hour ahead and rows a week late', async () => {
    const api = memoryApp();

    const response = await api.post('/predictions', [prediction(-60), prediction(7 * 24 * 60)]);

    expect(response.status).toBe(200);
  });

  it('keeps no text, only its length and that it was there', async () => {
    const api = memoryApp();

    await api.post('/predictions', [prediction(1, { prediction: 'turn on the light in the kitchen' })]);
    await api.post('/predictions', [
      prediction(1, { prediction: 'stop' }),
      prediction(1, { prediction: '' }),
    ]);

    const lengths = await api.ports.log.numericValues(selection, 'output.length', 10);
    expect(lengths.sort()).toEqual(Float64Array.of(4, 32));
    expect(await api.ports.log.categoryValues(selection, 'output.prediction', 10)).toEqual([]);
    expect((await api.ports.log.categoryValues(selection, 'output.null', 10)).sort()).toEqual([
      'false',
      'false',
      'true',
    ]);
  });

  it('takes labels and resource samples', async () => {
    const api = memoryApp();
    await api.post('/predictions', [prediction(1, { requestId: 'r' })]);

    await api.post('/labels', [{ pipeline: 'loans', requestId: 'r', time: now.toISOString(), value: true }]);
    const { time, pipeline, stage } = prediction(1);
    await api.post('/samples', [{ time, pipeline, stage, resources: { cpu: 0.4 } }]);

    expect(await api.ports.log.labelExtent('loans')).toEqual({ rows: 1, lastMs: now.getTime() });
    expect([...(await api.ports.log.numericValues(selection, 'resource.cpu', 10))]).toEqual([0.4]);
    expect(await rowsOf(api)).toBe(1);
  });
});
