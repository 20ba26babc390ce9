import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryApp, now, prediction } from '#test/api/memory-app.ts';
import { mulberry32, normal } from '#stats/random.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import type { LeadLag, LeadLagInput, SeriesView } from '#workers/tasks/series-tasks.ts';
import type { TaskProgress } from '#workers/protocol.ts';
import { openInProcessClient } from './in-process-client.ts';

const MINUTE_MS = 60_000;
const minutes = 240;
const followsBy = 4;
const endMs = now.getTime();
const startMs = endMs - minutes * MINUTE_MS;
const stepMinute = 160;

/** What stage `second` hears is what stage `first` heard four minutes before; both fall at minute 160. */
function records() {
  const draw = mulberry32(11);
  const heard = Array.from({ length: minutes }, (_, minute) => normal(draw) - (minute < stepMinute ? 0 : 3));
  const record = (stage: string, minute: number, features: object) =>
    prediction(minutes - minute - 0.5, { stage, latencyMs: 50 + normal(draw), features });
  return heard.flatMap((level, minute) => [
    record('first', minute, { level, constant: 1 }),
    ...(minute >= followsBy ? [record('second', minute, { echo: heard[minute - followsBy] })] : []),
    ...(minute % 20 === 0 ? [record('second', minute, { seldom: normal(draw) })] : []),
  ]);
}

function input(view: SeriesView = 'raw', stage = 'second'): LeadLagInput {
  const bounds = `from=${new Date(startMs).toISOString()}&to=${new Date(endMs).toISOString()}&step=60`;
  const url = (name: string) =>
    `http://anchorwatch.test/api/v1/pipelines/loans/series?stage=${name}&${bounds}`;
  const mean = (name: string, metric: string) => ({ stage: name, metric, statistic: 'mean' as const });
  return {
    url: `${url('first')} ${url(stage)}`,
    stages: [
      { stage: 'first', url: url('first') },
      { stage, url: url(stage) },
    ],
    series: [
      mean('first', 'input.level'),
      mean('first', 'input.constant'),
      mean(stage, 'input.echo'),
      mean(stage, 'input.seldom'),
    ],
    fromMs: startMs,
    toMs: endMs,
    stepMs: MINUTE_MS,
    view,
    maxLag: 20,
  };
}

function cell({ series, strengths, lags, p, sizes }: LeadLag, row: number, column: number) {
  const at = row * series.length + column;
  return { strength: strengths[at], lag: lags[at], p: p[at], size: sizes[at] };
}

describe('the worker, asked what comes before what', () => {
  let client: DriftClient;
  let asked: number;

  beforeEach(async () => {
    const api = memoryApp();
    const response = await api.post('/predictions', records());
    if (!response.ok) throw new Error(await response.text());
    asked = 0;
    vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
      asked++;
      return api.app.request(url, init);
    });
    client = openInProcessClient();
  });
  afterEach(() => {
    client.close();
    vi.unstubAllGlobals();
  });

  it('finds that one series follows another, and by how long', async () => {
    const leads = await client.run('leadLag', input());

    expect(cell(leads, 0, 2)).toMatchObject({ lag: followsBy, size: minutes - followsBy });
    expect(cell(leads, 0, 2).strength).toBeGreaterThan(0.9);
    expect(cell(leads, 0, 2).p).toBeLessThan(0.001);
    expect(cell(leads, 2, 0).p).toBeGreaterThan(0.01);
  });

  it('leaves blank what does not vary and what has too few slots, with their number', async () => {
    const leads = await client.run('leadLag', input());

    expect(cell(leads, 0, 1)).toEqual({ strength: NaN, lag: 0, p: NaN, size: minutes });
    expect(cell(leads, 0, 3)).toEqual({ strength: NaN, lag: 0, p: NaN, size: 12 });
    expect(leads.leastSlots).toBeGreaterThan(12);
  });

  it('says when each series moved, the first first', async () => {
    const { moves, series } = await client.run('leadLag', input());

    expect(moves.map((move) => series[move.series]?.metric)).toEqual(['input.level', 'input.echo']);
    const [level, echo] = moves;
    const minuteOf = (ms: number) => (ms - startMs) / MINUTE_MS;
    expect(minuteOf(level?.fromMs ?? 0)).toBeLessThanOrEqual(stepMinute);
    expect(minuteOf(level?.toMs ?? 0)).toBeGreaterThan(stepMinute);
    expect(minuteOf(echo?.atMs ?? 0) - minuteOf(level?.atMs ?? 0)).toBe(followsBy);
    expect(level?.before).toBeCloseTo(0, 0);
    expect(level?.after).toBeCloseTo(-3, 0);
  });

  it('looks at the series anew without asking for them again', async () => {
    await client.run('leadLag', input());
    const before = asked;

    const detrended = await client.run('leadLag', input('detrended'));
    const seasonal = await client.run('leadLag', input('withoutDailyPattern'));

    expect(asked).toBe(before);
    const own = detrended.values.subarray(0, minutes);
    expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
    expect(seasonal.strengths.every(Number.isNaN)).toBe(true); // four hours have no daily pattern
    expect(seasonal.moves).toHaveLength(2);
  });

  it('finds a change behind a daily pattern that is taken out', async () => {
    const daily = memoryApp();
    const draw = mulberry32(5);
    const hours = 96;
    const level = (hour: number) => 5 * Math.sin((2 * Math.PI * hour) / 24) - (hour < 72 ? 0 : 6);
    const rows = Array.from({ length: hours }, (_, hour) =>
      prediction((hours - hour) * 60 - 30, {
        stage: 'first',
        features: { level: level(hour) + 0.3 * normal(draw) },
      }),
    );
    await daily.post('/predictions', rows);
    vi.stubGlobal('fetch', (url: string, init?: RequestInit) => daily.app.request(url, init));
    const fromMs = endMs - hours * 3_600_000;
    const window = `from=${new Date(fromMs).toISOString()}&to=${new Date(endMs).toISOString()}&step=3600`;
    const url = `http://anchorwatch.test/api/v1/pipelines/loans/series?stage=first&${window}`;
    const ask = (view: SeriesView) =>
      client.run('leadLag', {
        ...input(view),
        url,
        stages: [{ stage: 'first', url }],
        series: [{ stage: 'first', metric: 'input.level', statistic: 'mean' }],
        fromMs,
        stepMs: 3_600_000,
      });

    const hoursOf = ({ moves }: LeadLag) => moves.map(({ atMs }) => (atMs - fromMs) / 3_600_000);
    expect(hoursOf(await ask('raw'))).not.toContain(72);
    expect(hoursOf(await ask('withoutDailyPattern'))).toEqual([72]);
  });

  it('tells what it is doing', async () => {
    const heard: TaskProgress[] = [];

    await client.run('leadLag', input(), { onProgress: (progress) => heard.push(progress) });

    expect(heard).toContainEqual({ doing: 'fetching', share: 0.5 });
  });

  it('hands on the refusal of the server', async () => {
    await expect(
      client.run('leadLag', {
        ...input(),
        stages: [{ stage: 'first', url: 'http://anchorwatch.test/api/v1/nowhere' }],
        url: 'x',
      }),
    ).rejects.toMatchObject({
      name: 'ApiError',
      status: 404,
    });
  });
});
