import { expect, test } from '@playwright/test';
import { dataFolder, refusedServer, startServer, type RealServer } from './real-server.ts';

const MINUTE = 60_000;

function record(index: number, at = Date.now() - 5 * MINUTE) {
  return {
    pipeline: 'loans',
    stage: 'score',
    time: new Date(at + index).toISOString(),
    requestId: `r-${index}`,
    latencyMs: 10 + (index % 50),
    features: { age: 20 + (index % 60), region: index % 3 === 0 ? 'north' : 'south' },
    prediction: index % 2 === 0,
  };
}

async function storedRows(server: RealServer): Promise<number> {
  const response = await fetch(`${server.url}/api/v1/pipelines`);
  const { items } = (await response.json()) as { items: { name: string; rows: number }[] };
  return items.find(({ name }) => name === 'loans')?.rows ?? 0;
}

test('stops cleanly on SIGTERM and starts again on the same data', async () => {
  const folder = dataFolder();
  const first = await startServer(folder.path);
  await first.post('/predictions', [record(1), record(2)]);

  expect(await first.kill('SIGTERM')).toBe(0);
  const second = await startServer(folder.path);

  await expect.poll(() => storedRows(second)).toBe(2);
  expect(await second.kill('SIGINT')).toBe(0);
  folder.remove();
});

test('refuses a second server on the same data, and says what to do', async () => {
  const folder = dataFolder();
  const server = await startServer(folder.path);

  const { code, output } = await refusedServer(folder.path);

  expect(code).toBe(1);
  expect(output).toContain(folder.path);
  expect(output).toContain('ANCHORWATCH_DATA');
  await server.kill('SIGTERM');
  folder.remove();
});

test('loses nothing that it acknowledged when it is killed during ingest', async () => {
  const folder = dataFolder();
  let acknowledged = 0;
  let batch = 0;
  for (let round = 0; round < 4; round++) {
    const server = await startServer(folder.path);
    const rows = 200 + 150 * round;
    const sender = (async () => {
      for (;;) {
        const records = Array.from({ length: rows }, (_, index) => record(batch * 1_000 + index));
        const key = `batch-${batch++}`;
        const response = await server
          .post('/predictions', records, { 'idempotency-key': key })
          .catch(() => undefined);
        if (!response) return;
        expect(response.status).toBe(200);
        acknowledged += rows;
      }
    })();
    const before = acknowledged;
    await expect.poll(() => acknowledged, { intervals: [5] }).toBeGreaterThan(before + rows * 2);
    await server.kill('SIGKILL');
    await sender;
  }

  // A batch whose answer was cut off may be stored or not; sent again with its key it must count exactly once.
  const server = await startServer(folder.path);
  await expect.poll(() => storedRows(server)).toBeGreaterThanOrEqual(acknowledged);
  const slack = 200 + 350 + 500 + 650;
  expect(await storedRows(server)).toBeLessThanOrEqual(acknowledged + slack);
  await server.kill('SIGTERM');
  folder.remove();
});

test('counts a batch once that is sent again after a kill', async () => {
  const folder = dataFolder();
  const records = Array.from({ length: 500 }, (_, index) => record(index));
  const first = await startServer(folder.path);
  expect((await first.post('/predictions', records, { 'idempotency-key': 'a' })).status).toBe(200);
  await first.kill('SIGKILL');

  const second = await startServer(folder.path);
  const again = (await (
    await second.post('/predictions', records, { 'idempotency-key': 'a' })
  ).json()) as object;
  await second.post('/predictions', [record(501)], { 'idempotency-key': 'b' });

  expect(again).toMatchObject({ accepted: 500, repeated: true });
  await expect.poll(() => storedRows(second)).toBe(501);
  await second.kill('SIGTERM');
  folder.remove();
});

test('gives figures equal to those computed from the raw rows', async () => {
  const folder = dataFolder();
  const server = await startServer(folder.path);
  const start = Math.floor(Date.now() / (10 * MINUTE)) * 10 * MINUTE - 60 * MINUTE;
  const records = Array.from({ length: 3_000 }, (_, index) => ({
    ...record(index, 0),
    time: new Date(start + index * 1_000).toISOString(),
    latencyMs: 20 + ((index * 7919) % 1_000) / 3,
    status: index % 97 === 0 ? 'error' : 'ok',
  }));
  await server.post('/predictions', records);
  const query = new URLSearchParams({
    stage: 'score',
    from: new Date(start).toISOString(),
    to: new Date(start + 60 * MINUTE).toISOString(),
    step: '600',
    group: 'software',
  });
  type Columns = {
    rows: number[];
    columns: { metric: string; statistic: string; category?: string; values: number[] }[];
  };
  let series: Columns = { rows: [], columns: [] };
  const column = (metric: string, statistic: string, category?: string) =>
    series.columns.find((c) => c.metric === metric && c.statistic === statistic && c.category === category)
      ?.values;
  const total = (slots: number[] | undefined) => slots?.reduce((sum, rows) => sum + rows, 0);
  // The roll-ups of one insert become visible one after the other.
  await expect
    .poll(async () => {
      const response = await fetch(`${server.url}/api/v1/pipelines/loans/series?${query}`);
      series = (await response.json()) as Columns;
      return [series.rows, column('latencyMs', 'count'), column('status', 'count')].map(total);
    })
    .toEqual([3_000, 3_000, 3_000]);

  expect(series.rows).toEqual([600, 600, 600, 600, 600]);
  for (const [slot, rows] of [0, 1, 2, 3, 4].map(
    (slot) => [slot, records.slice(slot * 600, slot * 600 + 600)] as const,
  )) {
    const latencies = rows.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
    const mean = latencies.reduce((sum, value) => sum + value, 0) / latencies.length;
    expect(column('latencyMs', 'mean')?.[slot]).toBeCloseTo(mean, 9);
    for (const [name, q] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      const exact = latencies[Math.ceil(q * latencies.length) - 1] as number;
      const shown = column('latencyMs', name)?.[slot] as number;
      expect(Math.abs(shown / exact - 1)).toBeLessThan(1 / 64);
    }
    const ok = rows.filter(({ status }) => status === 'ok').length / rows.length;
    expect(column('status', 'share', 'ok')?.[slot]).toBeCloseTo(ok, 12);
  }
  await server.kill('SIGTERM');
  folder.remove();
});
