import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { memoryApp } from '#test/api/memory-app.ts';
import { createBreath } from '#workers/breath.ts';
import type { Plan, SendProgress } from '#workers/file/protocol.ts';
import { csv, fileTask } from './file-task.ts';

/** The real API answers what the worker fetches; each request can be watched or failed. */
function server({
  onRequest = () => undefined,
}: { onRequest?: (count: number) => Response | undefined } = {}) {
  const { app, get } = memoryApp();
  let count = 0;
  const keys: string[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    keys.push(new Headers(init.headers).get('idempotency-key') ?? '');
    return onRequest(count++) ?? app.request(url, init);
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const pipelines = async () => ((await (await get('/pipelines')).json()) as { items: object[] }).items;
  return { pipelines, keys };
}

function send(
  desk: ReturnType<typeof fileTask>,
  plan: Plan,
  {
    earlier,
    onProgress = () => undefined,
    signal = new AbortController().signal,
  }: {
    earlier?: SendProgress | undefined;
    onProgress?: (progress: SendProgress) => void;
    signal?: AbortSignal;
  } = {},
) {
  const input = { plan, pipeline: 'loans', stage: 'score', origin: 'http://localhost', earlier };
  const breathe = createBreath(signal, () => Promise.resolve());
  return desk.handlers.send(input, { signal, onProgress, breathe });
}

/** Rows a minute apart; the third has no time. */
async function loans(rows = 20) {
  const desk = fileTask();
  const lines = Array.from({ length: rows }, (_, at) => [
    `r${at}`,
    at === 2 ? 'soon' : new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString(),
    at / 2,
    ['phone', 'desk'][at % 2] ?? '',
    at % 2,
    at / rows,
    (at >> 1) % 2,
  ]);
  await desk.reads('loans.csv', csv('id,time,income,device,y_pred,y_pred_proba,repaid', lines));
  const { plan } = await desk.guesses();
  return { desk, plan };
}

describe('sending rows', () => {
  it('turns them into predictions and labels, and lists those without a time by their line', async () => {
    const { desk, plan } = await loans();
    const { pipelines } = server();

    const sent = await send(desk, plan);

    expect(sent).toEqual({
      predictions: 19,
      labels: 19,
      batches: 2,
      rejected: { count: 1, first: [{ file: 'loans.csv', line: 4, reason: 'it has no time' }] },
      reference: { fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2026, 0, 1, 0, 10) + 1 },
    });
    expect(await pipelines()).toMatchObject([{ name: 'loans', rows: 19, stages: [{ name: 'score' }] }]);
  });

  it('counts rows that are sent twice once', async () => {
    const { desk, plan } = await loans();
    const { pipelines, keys } = server();

    await send(desk, plan);
    await send(desk, plan);

    expect(new Set(keys).size).toBe(2);
    expect(keys).toHaveLength(4);
    expect(await pipelines()).toMatchObject([{ rows: 19 }]);
  });

  it('asks a server that is busy again', async () => {
    const { desk, plan } = await loans();
    const busy = { type: '/problems/unavailable', title: 'not now', status: 503 };
    server({ onRequest: (count) => (count === 0 ? Response.json(busy, { status: 503 }) : undefined) });

    await expect(send(desk, plan)).resolves.toMatchObject({ predictions: 19 });
  });

  it('goes on after the batches that were taken', async () => {
    const { desk, plan } = await loans(12_000);
    const progress: SendProgress[] = [];
    const first = server({
      onRequest: (count) => (count === 2 ? Response.error() : undefined),
    });
    const controller = new AbortController();
    const stopped = send(desk, plan, {
      signal: controller.signal,
      onProgress(next) {
        progress.push(next);
        if (next.nextBatch === 2) controller.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });

    const { keys } = server();
    const sent = await send(desk, plan, { earlier: progress.at(-1) });

    expect(first.keys.length).toBeLessThanOrEqual(3);
    expect(sent).toMatchObject({ predictions: 11_999, labels: 11_999, rejected: { count: 1 } });
    expect(keys).toHaveLength(sent.batches - 2);
    expect(keys.some((key) => first.keys.slice(0, 2).includes(key))).toBe(false);
  });

  it('lists what the server refuses by file and line', async () => {
    const desk = fileTask();
    await desk.reads(
      'old.csv',
      csv('time,x', [
        ['1990-01-01', 1],
        ['2026-01-01', 2],
      ]),
    );
    const { plan } = await desk.guesses();
    server();

    const sent = await send(desk, plan);

    expect(sent).toMatchObject({
      predictions: 1,
      rejected: { count: 1, first: [{ file: 'old.csv', line: 2 }] },
    });
    expect(sent.rejected.first[0]?.reason).toMatch(/more than 20 years ago/);
  });

  it('joins late targets by identifier or by row, and gives rows without times an order', async () => {
    const desk = fileTask();
    await desk.reads(
      'train.csv',
      csv('x,y_pred,label', [
        [1, 1, 1],
        [2, 0, 0],
      ]),
    );
    await desk.reads(
      'production.csv',
      csv('x,y_pred', [
        [1, 1],
        [2, 0],
      ]),
    );
    await desk.reads('production_labels.csv', csv('label', [[1], [1]]));
    const { plan } = await desk.guesses();
    const bodies: string[] = [];
    const { app } = memoryApp();
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      bodies.push(init.body as string);
      return app.request(url, init);
    });
    onTestFinished(() => void vi.unstubAllGlobals());

    const sent = await send(desk, plan);

    const [predictions = [], labels = []] = bodies.map((body) =>
      body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { requestId: string; time: string }),
    );
    expect(sent).toMatchObject({ predictions: 4, labels: 4 });
    expect(labels.map(({ requestId }) => requestId)).toEqual(predictions.map(({ requestId }) => requestId));
    expect(predictions.map(({ time }) => time)).toEqual([
      '2026-10-31T23:59:57.000Z',
      '2026-10-31T23:59:58.000Z',
      '2026-10-31T23:59:59.000Z',
      '2026-11-01T00:00:00.000Z',
    ]);
    expect(sent.reference).toEqual({
      fromMs: Date.parse('2026-10-31T23:59:57.000Z'),
      toMs: Date.parse('2026-10-31T23:59:58.001Z'),
    });
  });
});
