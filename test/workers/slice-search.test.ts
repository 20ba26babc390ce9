import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DriftClient } from '#workers/drift-client.ts';
import type { TaskProgress } from '#workers/protocol.ts';
import { memoryApp, prediction } from '#test/api/memory-app.ts';
import { mulberry32, normal, uniform } from '#stats/random.ts';
import { answerFrom, loansUrl, minutesAgo, openInProcessClient } from './in-process-client.ts';

const columns = ['input.device', 'input.country', 'input.constant', 'output.null', 'version', 'site'];

/** Two hours of a loudness; in the second one it falls on phones. */
async function noisyPhones(stage: Record<string, unknown> = {}) {
  const api = memoryApp();
  const draw = mulberry32(5);
  await api.app.request('/api/v1/pipelines/loans', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stages: [{ name: 'score', ...stage }] }),
  });
  const rows = Array.from({ length: 2400 }, (_, i) => {
    const device = uniform(draw) < 0.5 ? 'phone' : 'desk';
    const isLate = i >= 1200;
    const volume = normal(draw) - (isLate && device === 'phone' ? 2 : 0);
    const country = ['de', 'fr', 'it'][Math.floor(uniform(draw) * 3)];
    return prediction(120 - i / 20, {
      requestId: `r-${i}`,
      version: isLate ? 'v2' : 'v1',
      features: { volume: i % 50 === 0 ? null : volume, device, country, constant: 'same' },
      prediction: 'yes',
    });
  });
  await api.post('/predictions', rows);
  return api;
}

describe('the search for the slice that explains a change', () => {
  let client: DriftClient;
  beforeEach(() => {
    client = openInProcessClient();
  });
  afterEach(() => {
    client.close();
    vi.unstubAllGlobals();
  });

  const search = async (
    api: ReturnType<typeof memoryApp>,
    metric: string,
    seen: TaskProgress[] = [],
    cuts = {},
    asked = columns,
  ) => {
    answerFrom(api);
    const others = asked.filter((column) => column !== metric);
    const frame = (from: number, to: number) =>
      `${loansUrl}/frame?stage=score&from=${minutesAgo(from)}&to=${minutesAgo(to)}${[metric, ...others].map((id) => `&metric=${id}`).join('')}`;
    return client.run(
      'sliceSearch',
      {
        url: `${loansUrl}/histograms?stage=score&from=${minutesAgo(120)}&to=${minutesAgo(0)}&step=600`,
        metric,
        referenceUrl: frame(120, 60),
        currentUrl: frame(60, 0),
        cuts,
      },
      { onProgress: (progress) => seen.push(progress) },
    );
  };

  it('names it among the values of all columns and their pairs', async () => {
    const seen: TaskProgress[] = [];

    const findings = await search(await noisyPhones(), 'input.volume', seen);

    const [first] = findings.slices;
    expect(first?.conditions).toEqual([{ metric: 'input.device', value: 'phone' }]);
    expect(first?.explained).toBeGreaterThan(0.85);
    expect(first?.adjustedP).toBeLessThan(1e-6);
    expect(first?.outside).toBeLessThan(0.1);
    expect(findings.columns).toEqual(['input.device', 'input.country', 'version']);
    expect(findings.searched).toBeGreaterThan(10);
    expect(findings.current).toEqual({ total: 1200, taken: 1200 });
    expect(seen[0]).toEqual({ doing: 'fetching' });
  });

  it('cuts numbers into ranges and searches these, too', async () => {
    const api = memoryApp();
    const draw = mulberry32(7);
    const rows = Array.from({ length: 2400 }, (_, i) => {
      const length = i % 60 === 0 ? null : 10 * uniform(draw);
      const isShort = length !== null && length < 2.5;
      const volume = normal(draw) - (i >= 1200 && isShort ? 2 : 0);
      return prediction(120 - i / 20, { requestId: `r-${i}`, features: { volume, length } });
    });
    await api.post('/predictions', rows);

    const { slices, columns: searched } = await search(
      api,
      'input.volume',
      [],
      { 'input.length': [2.5, 5, 7.5] },
      ['input.length'],
    );

    expect(searched).toEqual(['input.length']);
    expect(slices[0]?.conditions).toEqual([{ metric: 'input.length', from: -Infinity, to: 2.5 }]);
    expect(slices[0]?.explained).toBeGreaterThan(0.85);
    expect(slices[0]?.adjustedP).toBeLessThan(1e-6);
  });

  it('takes a category for a metric, too', async () => {
    const findings = await search(await noisyPhones(), 'input.device');

    expect(findings.p).toBeGreaterThan(0.001);
    expect(findings.columns).toEqual(['input.country', 'version']);
  });

  it('does not search what is sensitive', async () => {
    const api = await noisyPhones({ sensitive: ['input.device'] });

    expect((await search(api, 'input.volume')).columns).toEqual(['input.country', 'version']);
    await expect(search(api, 'input.device')).rejects.toThrow('input.device are sensitive');
  });
});
