import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '#contract/client.ts';
import { driftMethods } from '#stats/drift-score.ts';
import type { DriftClient } from '#workers/drift-client.ts';
import { cellMarks, type DriftMap } from '#workers/tasks/drift-map-tasks.ts';
import type { TaskProgress } from '#workers/protocol.ts';
import { type ExactComparisonInput, mostExactRows } from '#workers/tasks/rows-tasks.ts';
import { atMinute, driftingApi, driftingRows, driftMinute } from './drifting-log.ts';
import { openInProcessClient } from './in-process-client.ts';

const api = 'http://anchorwatch.test/api/v1';
const window = `from=${atMinute(0)}&to=${atMinute(120)}`;
const countsUrl = `${api}/pipelines/loans/histograms?stage=score&${window}&step=600`;

const budget = { alarms: 1, periodSeconds: 86_400 };

function rowsUrl(metric: string, from: number, to: number): string {
  return `${api}/pipelines/loans/rows?stage=score&from=${atMinute(from)}&to=${atMinute(to)}&metric=${metric}`;
}

/** The first 30 minutes against a window. */
function exactInput(metric: string, from: number, to: number): ExactComparisonInput {
  return {
    referenceUrl: rowsUrl(metric, 0, 30),
    currentUrl: rowsUrl(metric, from, to),
    sizes: { reference: 300, current: 10 * (to - from) },
    counts: {
      url: countsUrl,
      metric,
      fromMs: Date.parse(atMinute(from)),
      toMs: Date.parse(atMinute(to)),
    },
  };
}

describe('the drift worker', () => {
  let client: DriftClient;
  let asked: URL[];

  beforeEach(async () => {
    const log = await driftingApi();
    asked = log.asked;
    vi.stubGlobal('fetch', log.fetch);
    client = openInProcessClient();
  });
  afterEach(() => {
    client.close();
    vi.unstubAllGlobals();
  });

  it('maps the same by every test, whatever map of the counts came before', async () => {
    for (const method of driftMethods) {
      const fresh = openInProcessClient();
      const expected = await fresh.run('driftMap', { url: countsUrl, method, budget });
      fresh.close();

      const map = await client.run('driftMap', { url: countsUrl, method, budget });
      const again = await client.run('driftMap', { url: countsUrl, method, budget });

      const counts = expect.anything(); // a provisional reference has another id each time
      expect([map, again]).toEqual([
        { ...expected, counts },
        { ...expected, counts },
      ]);
    }
    expect(asked).toHaveLength(driftMethods.length + 1);
  });

  it('says what is in the counts', async () => {
    const counts = await client.run('loadCounts', { url: countsUrl });

    expect(counts).toMatchObject({
      url: countsUrl,
      stepSeconds: 600,
      reference: { name: 'start of the log' },
    });
    expect(counts.metrics.map(({ metric, kind }) => [metric, kind])).toEqual([
      ['input.constant', 'numeric'],
      ['input.device', 'categorical'],
      ['input.steady', 'numeric'],
      ['input.volume', 'numeric'],
    ]);
    expect([...counts.slotsMs].map((slot) => new Date(slot).toISOString())).toEqual(
      Array.from({ length: 12 }, (_, slot) => atMinute(slot * 10)),
    );
    expect([...counts.rows]).toEqual(Array.from({ length: 12 }, () => 100));
  });

  it('finds what drifts, and since when', async () => {
    const map = await client.run('driftMap', { url: countsUrl, method: 'jensenShannon', budget });

    expect(map.metrics.map(({ metric, verdict }) => [metric, verdict.verdict])).toEqual([
      ['input.constant', 'none'],
      ['input.device', 'drift'],
      ['input.steady', 'none'],
      ['input.volume', 'drift'],
    ]);
    const spell = { fromMs: Date.parse(atMinute(90)), toMs: Date.parse(atMinute(120)), isOngoing: true };
    expect(map.metrics.map((metric) => metric.spell)).toEqual([undefined, spell, undefined, spell]);
    const sinceSlot = driftMinute / 10;
    for (const metric of ['input.device', 'input.volume']) {
      expect(marksOf(map, metric)).toEqual(
        Array.from({ length: 12 }, (_, slot) => (slot >= sinceSlot ? cellMarks.drift : cellMarks.none)),
      );
    }
    expect(marksOf(map, 'input.steady')).toEqual(Array.from({ length: 12 }, () => cellMarks.none));
  });

  it('tells the level that the budget leaves to a check, and lowers it for a longer time', async () => {
    const run = (periodSeconds: number) =>
      client.run('driftMap', { url: countsUrl, method: 'psi', budget: { alarms: 1, periodSeconds } });
    const [day, week] = [await run(86_400), await run(7 * 86_400)];

    expect(day.promise).toMatchObject({ checksPerPeriod: 156, promised: 1 }); // 144 slots, each twelve with one look at all
    expect(day.promise.perCheck).toBeCloseTo(1 / 156, 12);
    expect(week.promise.perCheck).toBeCloseTo(1 / 156 / 7, 12);
    expect(week.calibration).toEqual({ status: 'unavailable', reason: 'provisional' });
    expect(week.dispersions.length).toBe(4);
    expect(week.dispersions.every((dispersion) => dispersion >= 1)).toBe(true);
  });

  it('scores a spell that lasts by itself, not thinned out by the time before it', async () => {
    const map = await client.run('driftMap', { url: countsUrl, method: 'totalVariation', budget });

    const device = map.metrics.find(({ metric }) => metric === 'input.device');
    const change = (from: number, to: number) => Math.abs(phoneShare(from, to) - phoneShare(0, 30));
    expect(device?.score).toMatchObject({ m: 300, effect: expect.closeTo(change(90, 120), 12) });
    expect(device?.whole).toMatchObject({ m: 1200, effect: expect.closeTo(change(0, 120), 12) });
  });

  it('gives the very score that the rows give by hand', async () => {
    const map = await client.run('driftMap', { url: countsUrl, method: 'totalVariation', budget });

    const device = map.counts.metrics.findIndex(({ metric }) => metric === 'input.device');
    const reference = phoneShare(0, 30);
    for (let slot = 0; slot < 12; slot++) {
      const byHand = Math.abs(phoneShare(slot * 10, slot * 10 + 10) - reference);
      expect(map.effects[device * 12 + slot]).toBeCloseTo(byHand, 12);
    }
  });

  it('answers another test and level without another request', async () => {
    await client.run('loadCounts', { url: countsUrl });

    for (const method of ['psi', 'ks', 'wasserstein', 'chiSquare', 'hellinger'] as const) {
      const map = await client.run('driftMap', { url: countsUrl, method, budget });
      expect(marksOf(map, 'input.volume').slice(-3)).toEqual(
        Array.from({ length: 3 }, () => cellMarks.drift),
      );
    }

    expect(asked).toHaveLength(1);
  });

  it('leaves cells without enough rows, or of the wrong kind, without a score', async () => {
    const url = `${api}/pipelines/loans/histograms?stage=score&${window}&step=60`;

    const minutely = await client.run('driftMap', { url, method: 'jensenShannon', budget });
    const ks = await client.run('driftMap', { url: countsUrl, method: 'ks', budget });

    expect(minutely.effects.every(Number.isNaN)).toBe(true);
    expect(minutely.sizes[0]).toBe(10);
    expect(ks.metrics.find(({ metric }) => metric === 'input.device')?.score).toMatchObject({
      status: 'unavailable',
      reason: 'needs-numeric',
    });
  });

  it('gives the counts behind a cell, and behind the whole window', async () => {
    const bins = (from: number, to: number) =>
      client.run('metricBins', {
        url: countsUrl,
        metric: 'input.device',
        fromMs: Date.parse(atMinute(from)),
        toMs: Date.parse(atMinute(to)),
        method: 'totalVariation',
        level: 0.001,
      });

    const cell = await bins(90, 100);
    const whole = await bins(0, 120);
    const empty = await bins(600, 610);

    const late = driftingRows().filter(({ minute }) => minute >= 90 && minute < 100);
    const at = (name: string) => cell.labels.indexOf(name);
    expect(cell.current[at('phone')]).toBe(late.filter(({ device }) => device === 'phone').length);
    expect(sum(cell.reference)).toBe(300);
    expect(sum(whole.current)).toBe(1200);
    expect(sum(empty.current)).toBe(0);
    expect(cell.score).toMatchObject({
      effect: expect.closeTo(Math.abs(phoneShare(90, 100) - phoneShare(0, 30)), 12),
    });
    expect(empty.score).toMatchObject({ status: 'unavailable', m: 0 });
    expect(cell.edges).toBeUndefined();
    expect(cell.chanceLimit).toBeGreaterThan(whole.chanceLimit as number);
    expect(cell.chanceLimit).toBeLessThan(cell.score.status === 'ok' ? cell.score.effect : 0);
    expect(empty.chanceLimit).toBeUndefined();
  });

  it('gives numeric bins with their edges and the missing values apart', async () => {
    const [fromMs, toMs] = [Date.parse(atMinute(0)), Date.parse(atMinute(120))];
    const exactGap = largestGap(volumes(0, 30), volumes(0, 120));
    const bins = {
      url: countsUrl,
      metric: 'input.volume',
      fromMs,
      toMs,
      method: 'ks' as const,
      level: 0.001,
    };

    const { edges, current, missing, missingShare, contributions, score } = await client.run(
      'metricBins',
      bins,
    );

    expect(edges?.length).toBe(current.length + 1);
    expect([edges?.[0], edges?.at(-1)]).toEqual([-Infinity, Infinity]);
    expect(missing).toEqual({ reference: 6, current: 24 });
    expect(missingShare).toMatchObject({
      reference: { value: 0.02 },
      current: { value: 0.02 },
      difference: { value: 0 },
      p: 1,
      slots: { rows: Float64Array.from({ length: 12 }, () => 100) },
    });
    expect(sum(contributions)).toBeCloseTo(1, 12);
    const bound = score.status === 'ok' ? score.bound : undefined;
    expect(bound?.low).toBeLessThanOrEqual(exactGap);
    expect(bound?.high).toBeGreaterThanOrEqual(exactGap);
  });

  it('runs the exact tests on the rows of both windows', async () => {
    const seen: TaskProgress[] = [];

    const exact = await client.run('exactComparison', exactInput('input.volume', 90, 100), {
      onProgress: (progress) => seen.push(progress),
    });

    expect(exact.scores.find(({ method }) => method === 'ks')).toMatchObject({
      status: 'ok',
      statistic: expect.closeTo(largestGap(volumes(0, 30), volumes(90, 100)), 12),
      n: 294,
      m: 98,
    });
    expect(exact.reference).toMatchObject({ total: 294, missing: 6, sampled: false });
    expect(sum(exact.overlay?.current ?? new Float64Array())).toBe(98);
    expect([...new Set(seen.map(({ doing }) => doing))]).toEqual(['fetching', 'testing']);
  });

  it('fetches the rows of a reference once', async () => {
    const referenceUrl = rowsUrl('input.volume', 0, 30);

    for (const from of [60, 70, 60]) {
      await client.run('exactComparison', exactInput('input.volume', from, from + 10));
    }

    expect(asked.filter(({ href }) => href === referenceUrl)).toHaveLength(1);
    expect(asked).toHaveLength(4);
  });

  it('runs the exact tests on categories', async () => {
    const exact = await client.run('exactComparison', exactInput('input.device', 90, 100));

    const chi = exact.scores.find(({ method }) => method === 'chiSquare');
    expect(chi?.status === 'ok' && chi.p).toBeLessThan(1e-10);
    expect(exact.overlay).toBeUndefined();
  });

  it('compares the counts of more rows than a tab should hold, and says so', async () => {
    const input = exactInput('input.volume', 90, 100);

    const exact = await client.run('exactComparison', {
      ...input,
      sizes: { reference: 294, current: mostExactRows + 1 },
    });

    expect(exact).toMatchObject({
      basis: 'counts',
      reference: { kind: 'numeric', total: 294, missing: 6, sampled: false },
      current: { total: 98, missing: 2 },
      overlay: undefined,
    });
    expect(asked.map(({ pathname }) => pathname.split('/').at(-1))).toEqual(['histograms']);
    const onRows = await client.run('exactComparison', input);
    for (const method of ['ks', 'wasserstein'] as const) {
      const [byCounts, byRows] = [exact, onRows].map(({ scores }) => {
        const score = scores.find((candidate) => candidate.method === method);
        if (score?.status !== 'ok') throw new Error(`${method} is not available`);
        return score;
      });
      expect(byCounts?.bound?.low).toBeLessThanOrEqual(byRows?.statistic ?? NaN);
      expect(byCounts?.bound?.high).toBeGreaterThanOrEqual(byRows?.statistic ?? NaN);
      expect(byRows?.bound).toBeUndefined();
    }
  });

  it('passes on what the server refuses', async () => {
    const url = countsUrl.replace('stage=score', 'stage=nowhere');

    const refusal = await client.run('loadCounts', { url }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(ApiError);
    expect(refusal).toMatchObject({ status: 404 });
  });

  it('stops a comparison that is cancelled while its rows are on the way', async () => {
    const controller = new AbortController();
    const { promise: requested, resolve } = Promise.withResolvers<void>();
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
      resolve();
      return new Promise((__, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    });

    const run = client.run('exactComparison', exactInput('input.volume', 90, 100), {
      signal: controller.signal,
    });
    await requested;
    controller.abort();

    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });
});

function phoneShare(from: number, to: number): number {
  const rows = driftingRows().filter(({ minute }) => minute >= from && minute < to);
  return rows.filter(({ device }) => device === 'phone').length / rows.length;
}

function marksOf({ counts, marks }: DriftMap, metric: string): number[] {
  const row = counts.metrics.findIndex((candidate) => candidate.metric === metric);
  return Array.from(marks.subarray(row * counts.slotsMs.length, (row + 1) * counts.slotsMs.length));
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function volumes(from: number, to: number): number[] {
  return driftingRows()
    .filter(({ minute }) => minute >= from && minute < to)
    .flatMap(({ volume }) => volume ?? []);
}

/** Kolmogorov-Smirnov's D by its definition. */
function largestGap(x: number[], y: number[]): number {
  const share = (values: number[], most: number) =>
    values.filter((value) => value <= most).length / values.length;
  return Math.max(...[...x, ...y].map((value) => Math.abs(share(x, value) - share(y, value))));
}
