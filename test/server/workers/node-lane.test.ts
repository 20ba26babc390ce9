import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driftMethods } from '#stats/drift-score.ts';
import { mulberry32, normal } from '#stats/random.ts';
import { openNodeLane } from '#server/workers/node-lane.ts';
import { atMinute, driftingApi } from '#test/workers/drifting-log.ts';
import { openInProcessLane } from '#test/workers/in-process-lane.ts';
import { createDriftClient, type DriftClient } from '#workers/drift-client.ts';
import { driftHandlers } from '#workers/handlers/drift-handlers.ts';

function features(count: number, rows: number) {
  const draw = mulberry32(count);
  const values = (shift: number) => Float64Array.from({ length: rows }, () => normal(draw) + shift);
  return Array.from({ length: count }, (_, i) => ({
    name: `f${i}`,
    reference: values(0),
    current: values(i / count),
  }));
}

describe('the handlers in a thread of the server', () => {
  let opened = 0;
  let threads: DriftClient;
  let here: DriftClient;
  let server: ReturnType<typeof serve>;
  let api: string;

  beforeAll(async () => {
    const { app } = await driftingApi();
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
    api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/pipelines/loans`;
    threads = createDriftClient((events) => {
      opened += 1;
      return openNodeLane(events);
    }, 1);
    here = createDriftClient((events) => openInProcessLane(driftHandlers(), events), 1);
  });
  afterAll(() => {
    threads.close();
    here.close();
    server.close();
  });

  it.each(driftMethods)('score a drift map by %s as they do in a page', async (method) => {
    const window = `from=${atMinute(0)}&to=${atMinute(120)}`;
    const input = {
      url: `${api}/histograms?stage=score&${window}&step=600`,
      method,
      budget: { alarms: 1, periodSeconds: 86_400 },
    };

    const map = await threads.run('driftMap', input);

    const { counts, ...expected } = await here.run('driftMap', input);
    expect(map).toMatchObject(expected);
    expect(map.counts.metrics).toEqual(counts.metrics);
  });

  it('compare rows as they do in a page, and keep the reference', async () => {
    const rows = features(3, 5000);

    const compared = await threads.run('compareRows', { keepAs: 'file', features: rows });

    expect(compared).toEqual(await here.run('compareRows', { features: rows }));
    const current = rows.map(({ name, current: values }) => ({ name, current: values }));
    await expect(threads.run('compareRows', { keepAs: 'file', features: current })).resolves.toEqual(
      compared,
    );
  });

  it('ask for a reference that is not kept', async () => {
    const current = Float64Array.of(1, 2);

    const run = threads.run('compareRows', { keepAs: 'nothing', features: [{ name: 'a', current }] });

    await expect(run).rejects.toThrow('the reference of a is not kept here: send it along');
  });

  it('stop in the middle of a long job, and the same thread goes on', async () => {
    const controller = new AbortController();
    const [feature] = features(1, 300_000);
    const long = { features: Array.from({ length: 500 }, () => feature as NonNullable<typeof feature>) };
    const progress = Promise.withResolvers<void>();

    const run = threads.run('compareRows', long, {
      signal: controller.signal,
      onProgress: () => progress.resolve(),
    });
    await progress.promise;
    controller.abort();

    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    await expect(threads.run('compareRows', { features: features(1, 100) })).resolves.toHaveLength(1);
    expect(opened).toBe(1);
  });
});
