import { expect, test } from '@playwright/test';
import { AlertList } from '../../src/contract/alert.ts';
import { AlertDetail } from '../../src/contract/alert-detail.ts';
import { dataFolder, startServer, type RealServer } from './real-server.ts';

const MINUTE_MS = 60_000;

async function get(server: RealServer, path: string): Promise<unknown> {
  const response = await fetch(`${server.url}/api/v1${path}`);
  expect(response.status, path).toBe(200);
  return response.json();
}

/** Ten rows a minute, of the minutes in [from, to) ago. */
function rows(from: number, to: number, latencyMs: number) {
  const startMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  return Array.from({ length: (from - to) * 10 }, (_, index) => ({
    pipeline: 'loans',
    stage: 'score',
    time: new Date(startMs - from * MINUTE_MS + index * 6_000).toISOString(),
    requestId: `r-${from}-${index}`,
    latencyMs: latencyMs + (index % 10),
    features: { age: 20 + (index % 60) },
    prediction: 'yes',
  }));
}

test('an incident goes from raw rows to a resolved alert without a page, and survives a kill on its way', async () => {
  const folder = dataFolder();
  let server = await startServer(folder.path);
  await server.post('/predictions', [...rows(35, 25, 100), ...rows(25, 15, 900), ...rows(15, 0, 100)]);
  const stored = async () => (await get(server, '/pipelines')) as { items: { rows: number }[] };
  await expect.poll(async () => (await stored()).items[0]?.rows).toBe(350);
  const rule = {
    name: 'slow',
    scope: { stage: 'score' },
    condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 60 },
    direction: 'above',
    levels: { critical: { threshold: 500, recover: 400, forSlots: 2, keepSlots: 3 } },
    everySeconds: 60,
    noData: { policy: 'keep', afterSlots: 3 },
    queryOffsetSeconds: 0,
  };
  const made = await server.post('/pipelines/loans/rules', { rule });
  expect(made.status, await made.text()).toBe(200);
  await server.kill('SIGKILL');
  server = await startServer(folder.path);

  const resolved = async () => AlertList.parse(await get(server, '/alerts?tab=resolved')).items;
  await expect.poll(async () => (await resolved()).length, { timeout: 60_000 }).toBe(1);
  const [alert] = await resolved();
  expect(alert).toMatchObject({ badge: 'resolved', endedBy: 'data', episode: 1, stage: 'score' });

  const said = await server.post(`/alerts/${alert?.id}/feedback`, { episode: 1, verdict: 'real' });
  expect(said.status).toBe(200);
  const { transitions, episodes } = AlertDetail.parse(await get(server, `/alerts/${alert?.id}`));
  expect(
    transitions.toReversed().flatMap(({ move }) => (move === 'noData' || move === 'seeing' ? [] : [move])),
  ).toEqual(['pending', 'fire', 'recovering', 'resolve', 'feedback']);
  expect(episodes).toMatchObject([{ episode: 1, severity: 'critical', verdict: 'real' }]);
  const fired = Date.parse(episodes[0]?.from ?? '');
  const ended = Date.parse(episodes[0]?.to ?? '');
  expect(ended - fired).toBe(11 * MINUTE_MS); // two minutes after it began, to three after it was over
  await server.kill('SIGTERM');
  folder.remove();
});
