import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mulberry32, normal } from '#stats/random.ts';
import { memoryApp, prediction } from '#test/api/memory-app.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import { answerFrom, minutesAgo, openInProcessClient } from './in-process-client.ts';

const metrics = ['a', 'b', 'c', 'constant', 'rare', 'secret'].map((name) => `input.${name}`);

type Draw = { isLate: boolean; x: number; y: number; z: number };

/** Two hours of three numbers, made by `make` of independent normal draws; the second hour is compared with the first. */
async function logOf(make: (draw: Draw) => { a: number; b: number; c: number }) {
  const api = memoryApp();
  const draw = mulberry32(3);
  await api.app.request('/api/v1/pipelines/loans', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stages: [{ name: 'score', sensitive: ['input.secret'] }] }),
  });
  const rows = Array.from({ length: 2000 }, (_, i) => {
    const made = make({ isLate: i >= 1000, x: normal(draw), y: normal(draw), z: normal(draw) });
    const rest = { constant: 1, rare: i % 3 === 0 ? 1 : null, secret: i };
    return prediction(120 - (i * 120) / 2000, { requestId: `r-${i}`, features: { ...made, ...rest } });
  });
  await api.post('/predictions', rows);
  return api;
}

describe('many metrics together', () => {
  let client: DriftClient;
  beforeEach(() => {
    client = openInProcessClient();
  });
  afterEach(() => {
    client.close();
    vi.unstubAllGlobals();
  });

  const compare = async (api: ReturnType<typeof memoryApp>) => {
    answerFrom(api);
    const frame = (from: number, to: number) =>
      `http://anchorwatch.test/api/v1/pipelines/loans/frame?stage=score&from=${minutesAgo(from)}&to=${minutesAgo(to)}${metrics.map((id) => `&metric=${id}`).join('')}`;
    return client.run('multivariate', { referenceUrl: frame(120, 60), currentUrl: frame(60, 0) });
  };

  it('name the one that moved', async () => {
    const findings = await compare(
      await logOf(({ isLate, x, y, z }) => ({ a: x, b: y - (isLate ? 1 : 0), c: z })),
    );

    expect(findings.metrics).toEqual(['input.a', 'input.b', 'input.c']);
    expect(findings.left).toEqual([
      { metric: 'input.secret', reason: 'sensitive' },
      { metric: 'input.constant', reason: 'constant' },
      { metric: 'input.rare', reason: 'missing' },
    ]);
    expect(findings.classifier).toMatchObject({ status: 'ok', n: 1000, m: 1000 });
    if (findings.classifier.status !== 'ok') throw new Error('there are rows');
    expect(findings.classifier.auc).toBeCloseTo(0.76, 1); // Φ(1/√2)
    expect(findings.classifier.p).toBeLessThan(1e-6);
    expect(findings.classifier.carriers[0]).toMatchObject({ metric: 'input.b', isLarger: false });
    expect(findings.classifier.carriers[0]?.part).toBeGreaterThan(0.8);
  });

  it('show that two part which went hand in hand, though neither moved', async () => {
    const findings = await compare(
      await logOf(({ isLate, x, y, z }) => ({ a: x, b: isLate ? y : x + 0.1 * y, c: z })),
    );

    expect(findings.classifier).toMatchObject({ status: 'ok', auc: expect.closeTo(0.5, 1) });
    expect(findings.reconstruction).toMatchObject({ status: 'ok' });
    if (findings.reconstruction.status !== 'ok') throw new Error('there are rows');
    expect(findings.reconstruction.effect).toBeGreaterThan(0.5);
    expect(findings.reconstruction.p).toBeLessThan(1e-6);
  });

  it('are not available without numbers', async () => {
    const api = await logOf(() => ({ a: 1, b: 1, c: 1 }));

    const { metrics: used, classifier, reconstruction } = await compare(api);

    expect(used).toEqual([]);
    expect(classifier.status).toBe('unavailable');
    expect(reconstruction.status).toBe('unavailable');
  });
});
