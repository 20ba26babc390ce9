import { expect, it } from 'vitest';
import { ReplayLog } from '#contract/replay-log.ts';
import { memoryApp, now, prediction } from '../memory-app.ts';

it('tells what a stage answered, by the minute, with what is beyond the quantiles of the window', async () => {
  const api = memoryApp();
  const rows = Array.from({ length: 100 }, (_, i) =>
    prediction(i < 50 ? 9.5 : 4.5, {
      status: i % 10 === 0 ? 'error' : 'ok',
      latencyMs: i + 1,
      ...(i % 10 !== 0 && { prediction: i % 25 === 1 ? null : 1 }),
    }),
  );
  expect((await api.post('/predictions', rows)).status).toBe(200);
  await api.ports.ingest.settled();
  const from = new Date(now.getTime() - 10 * 60_000).toISOString();
  const query = new URLSearchParams({ stage: 'score', from, to: now.toISOString() });

  const log = ReplayLog.parse(await (await api.get(`/pipelines/loans/replay-log?${query}`)).json());

  expect(log).toMatchObject({ from, minutes: 10 });
  const at = (place: number, { rows: all, events }: ReplayLog['errors']) => [all[place], events[place]];
  expect(at(0, log.errors)).toEqual([50, 5]);
  expect(at(5, log.errors)).toEqual([50, 5]);
  expect(at(1, log.errors)).toEqual([0, 0]);
  expect(at(5, log.latencyP50)).toEqual([50, 50]);
  expect(at(0, log.latencyP50)[1]).toBeLessThan(5);
  expect(at(5, log.latencyP95)[1]).toBeLessThan(at(5, log.latencyP50)[1] as number);
  expect(at(0, log.nullOutputs)[1]).toBe(2);
});

it('tells a month at most', async () => {
  const from = new Date(now.getTime() - 40 * 86_400_000).toISOString();
  const query = new URLSearchParams({ stage: 'score', from, to: now.toISOString() });

  expect((await memoryApp().get(`/pipelines/loans/replay-log?${query}`)).status).toBe(400);
});
