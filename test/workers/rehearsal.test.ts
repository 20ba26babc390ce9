import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryApp, now, prediction } from '#test/api/memory-app.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import type { RuleSource } from '#workers/rehearsal/rehearsal-protocol.ts';
import { openInProcessClient } from './in-process-client.ts';

const MINUTE_MS = 60_000;
const minutes = 240;
const toMs = now.getTime();
const fromMs = toMs - minutes * MINUTE_MS;
/** Two spells of high latency, and a hole in which nothing came. */
const slowMinutes = [100, 101, 102, 180, 181];
const silentMinutes = [50, 51, 52];

function records() {
  return Array.from({ length: minutes }, (_, minute) => minute)
    .filter((minute) => !silentMinutes.includes(minute))
    .map((minute) =>
      prediction(minutes - minute - 0.5, {
        stage: 'only',
        latencyMs: slowMinutes.includes(minute) ? 500 : 50 + (minute % 7),
      }),
    );
}

/** Two answers with the border in the middle. */
function source(): RuleSource {
  const url = (from: number, to: number) =>
    `http://anchorwatch.test/api/v1/pipelines/loans/series?stage=only&metric=latencyMs&step=60` +
    `&from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  const middleMs = fromMs + 120 * MINUTE_MS;
  const pieces = [url(fromMs, middleMs), url(middleMs, toMs)];
  return {
    key: pieces.join(' '),
    from: 'series',
    condition: { kind: 'metric', metrics: ['latencyMs'], statistic: 'mean', windowSeconds: 60 },
    pieces,
    series: { stage: 'only', metric: 'latencyMs', statistic: 'mean' },
    seriesFromMs: fromMs,
    windowMs: MINUTE_MS,
    factor: 1,
    isZeroWithoutRows: false,
    fromMs,
    toMs,
    everyMs: MINUTE_MS,
  };
}

const levels = (threshold: number, forSlots: number) => ({ critical: { threshold, forSlots, keepSlots: 1 } });

describe('the worker, asked what a rule would have done', () => {
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

  it('shows the history with its holes', async () => {
    const view = await client.run('ruleHistory', { source: source(), direction: 'above' });

    expect(view.slotsInPoint).toBe(1);
    expect(view.pointsMs).toHaveLength(minutes);
    expect(view.pointsMs[0]).toBe(fromMs);
    expect(silentMinutes.map((minute) => view.values[minute])).toEqual([NaN, NaN, NaN]);
    expect(view).toMatchObject({ usual: 53, greatest: 500, days: (minutes - 3) / 1440 });
  });

  it('rehearses several levels on the same history, without asking for it again', async () => {
    const incidents = [{ fromMs: fromMs + 99 * MINUTE_MS, toMs: fromMs + 104 * MINUTE_MS }];

    const [loose, patient] = await client.run('rehearseRules', {
      source: source(),
      direction: 'above',
      rules: [levels(400, 0), levels(400, 2)],
      incidents,
    });
    await client.run('rehearseRules', { source: source(), direction: 'above', rules: [], incidents });

    expect(loose).toMatchObject({ caught: 1, falseAlarms: 1, medianDelayMs: 2 * MINUTE_MS });
    expect(loose?.episodes).toHaveLength(2);
    expect(patient).toMatchObject({ caught: 1, falseAlarms: 0, medianDelayMs: 4 * MINUTE_MS });
    expect(loose?.shiftDelays.map(({ shift }) => shift)).toEqual([1, 2, 3]);
    expect(asked).toBe(2);
  });

  it('advises on a budget, with the curve of alarms; of a short history it says how short it is', async () => {
    const { suggestion, curve } = await client.run('thresholdAdvice', {
      source: source(),
      direction: 'above',
      forSlots: 0,
      keepSlots: 1,
      perWeek: 1,
      valuesAre: undefined,
      incidents: [],
    });

    expect(suggestion).toMatchObject({ status: 'tooShort', required: 14 });
    expect(curve.at(-1)).toMatchObject({ episodesPerWeek: 0 });
    expect(curve.some(({ episodesPerWeek }) => episodesPerWeek > 0)).toBe(true);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const running = client.run(
      'rehearseRules',
      { source: source(), direction: 'above', rules: [levels(1, 0)], incidents: [] },
      { signal: controller.signal },
    );
    controller.abort();

    await expect(running).rejects.toThrow('abort');
    const again = client.run('ruleHistory', { source: source(), direction: 'below' });
    await expect(again).resolves.toMatchObject({ least: 50 });
  });
});
