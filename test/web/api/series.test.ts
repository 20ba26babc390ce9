import type { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryApp, now, prediction } from '#test/api/memory-app.ts';
import { createQueryClient } from '#web/api/query-client.ts';
import { findColumn, type SeriesData } from '#web/api/series-merge.ts';
import { seriesQuery, type SeriesSelection } from '#web/api/series.ts';

const selection: SeriesSelection = {
  pipeline: 'loans',
  stage: 'score',
  range: { from: '-30m', to: 'now' },
  stepSeconds: 60,
};

describe('the series of a stage', () => {
  let client: QueryClient;
  let api: ReturnType<typeof memoryApp>;
  const asked: URL[] = [];

  beforeEach(() => {
    vi.useFakeTimers({ now, toFake: ['Date'] });
    client = createQueryClient();
    api = memoryApp();
    asked.length = 0;
    vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
      asked.push(new URL(url));
      return api.app.request(url, init);
    });
  });
  afterEach(() => {
    client.clear();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('are loaded whole once, and then only what is new, late rows too', async () => {
    await send([20, 100], [10, 200]);
    await poll();
    await send([15, 150], [10, 300], [1, 50]);

    const polled = await poll();

    expect(asked.map((url) => url.searchParams.has('since'))).toEqual([false, true]);
    expect(shown(polled)).toEqual(shown(await createQueryClient().fetchQuery(seriesQuery(selection))));
    expect(shown(polled).map(([minutes, , rows]) => [minutes, rows])).toEqual([
      [20, 1],
      [15, 1],
      [10, 2],
      [1, 1],
    ]);
  });

  it('let go of slots that are older than the range', async () => {
    await send([29, 100], [10, 200]);
    await poll();
    vi.setSystemTime(now.getTime() + 5 * 60_000);

    const polled = await poll();

    expect(shown(polled).map(([minutes]) => minutes)).toEqual([10]);
  });

  it('say what the server refused', async () => {
    await send([10, 200]);
    const query = seriesQuery({ ...selection, stepSeconds: 61 });

    await expect(client.fetchQuery(query)).rejects.toThrow('step must be a multiple of 60 seconds, not 61');
  });

  function poll(): Promise<SeriesData> {
    return client.fetchQuery({ ...seriesQuery(selection), staleTime: 0 });
  }

  /** One row each: minutes before now, latency. */
  async function send(...rows: [minutes: number, latencyMs: number][]): Promise<void> {
    const body = rows.map(([minutes, latencyMs]) => prediction(minutes, { latencyMs }));
    expect((await api.post('/predictions', body)).status).toBe(200);
  }
});

/** Minutes before now, mean latency and rows of each slot. */
function shown(data: SeriesData): [minutes: number, mean: number | undefined, rows: number | undefined][] {
  const means = findColumn(data, 'latencyMs', 'mean');
  return Array.from(data.times, (time, i) => [(now.getTime() - time) / 60_000, means?.[i], data.rows[i]]);
}
