import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRow, PredictionLog } from '#api/prediction-log.ts';
import { HOUR_MS, insertRows, label, MINUTE_MS, prediction, sample, START_MS } from './log-rows.ts';
import { at, select } from './log-selection.ts';
import { logStores, type OpenLog } from './log-stores.ts';

describe.each(logStores)('the arrivals in the prediction log in $name', ({ open }) => {
  let store: OpenLog;
  let log: PredictionLog;
  beforeAll(async () => {
    store = await open();
    log = store.log;
  });
  afterAll(() => store.close());

  it('tells of each period of runs what came, how much of it late, and when', async () => {
    const at = (minutes: number, delayMinutes: number): Partial<LogRow> => ({
      receivedMs: START_MS + (minutes + delayMinutes) * MINUTE_MS,
    });
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 20, at(20, 5)),
      prediction(name, 70, at(70, 1)),
      prediction(name, 74, at(74, 200)),
      prediction(name, 70, { role: 'shadow' }),
    ]);

    const selection = { ...select(pipeline), role: 'live' as const };
    const periods = { everyMs: HOUR_MS, offsetMs: 15 * MINUTE_MS, graceMs: 30 * MINUTE_MS };

    expect(await log.arrivalPeriods(selection, periods)).toEqual([
      {
        slotMs: START_MS + 15 * MINUTE_MS,
        rows: 3,
        lateRows: 1,
        firstReceivedMs: START_MS + 25 * MINUTE_MS,
        lastReceivedMs: START_MS + 274 * MINUTE_MS,
      },
    ]);
    expect(await log.firstReceived(pipeline)).toBe(START_MS + 25 * MINUTE_MS);
    expect(await log.firstReceived('nobody')).toBeUndefined();
  });

  it('tells of each site what it sent, its delays and its versions', async () => {
    const from = (site: string, delay: number, version = 'v1'): Partial<LogRow> => ({
      site,
      version,
      numbers: { arrivalDelaySeconds: delay },
    });
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, from('north', 10)),
      prediction(name, 3, from('north', 30, 'v2')),
      prediction(name, 2, from('north', 20)),
      prediction(name, 1, from('south', 5)),
      prediction(name, 1),
    ]);

    const states = await log.siteStates(pipeline, select(pipeline), [0.5, 0.95], 10);

    const north = {
      site: 'north',
      stage: 'asr',
      rows: 3,
      lastMs: START_MS + 3 * MINUTE_MS,
      lastReceivedMs: START_MS + 3 * MINUTE_MS + 500,
      delaysSeconds: [20, 30],
      versions: [
        ['v1', 2],
        ['v2', 1],
      ],
    };
    const southMs = START_MS + MINUTE_MS;
    expect(states).toEqual([
      north,
      {
        ...north,
        site: 'south',
        rows: 1,
        lastMs: southMs,
        lastReceivedMs: southMs + 500,
        delaysSeconds: [5, 5],
        versions: [['v1', 1]],
      },
    ]);
    expect(await log.siteStates(pipeline, select(pipeline), [0.5], 1)).toHaveLength(1);
  });

  it('counts the minutes in which a row or a sample came, by slot', async () => {
    const pipeline = await insertRows(log, (pipeline) => [
      prediction(pipeline, 0.1),
      prediction(pipeline, 0.9),
      sample(pipeline, 2, { 'resource.cpu': 0.5 }),
      prediction(pipeline, 61),
      prediction(pipeline, 62, { version: 'v2' }),
      prediction(pipeline, 63, { role: 'shadow' }),
    ]);
    const selection = { ...select(pipeline), toMs: START_MS + 120 * MINUTE_MS };

    for (const stepMs of [10 * MINUTE_MS, HOUR_MS]) {
      const second = START_MS + (stepMs === HOUR_MS ? HOUR_MS : 60 * MINUTE_MS);
      expect(await log.activeSlots({ ...selection, stepMs })).toEqual([
        { slotMs: START_MS, minutes: 2 },
        { slotMs: second, minutes: 2 },
      ]);
    }
    expect(await log.activeSlots({ ...selection, stepMs: HOUR_MS, version: 'v2' })).toEqual([
      { slotMs: START_MS + HOUR_MS, minutes: 1 },
    ]);
  });

  it('counts labels by when they were received', async () => {
    const pipeline = `p-${randomUUID()}`;
    const labels = [1, 1.5, 3, 9].map((minutes) => ({
      ...label(pipeline, 500),
      receivedMs: at(minutes),
    }));
    await log.insert({ rows: [], labels }, randomUUID());

    expect(await log.labelArrivals(pipeline, { fromMs: at(1), toMs: at(9) }, 2 * MINUTE_MS)).toEqual([
      { slotMs: at(0), rows: 2 },
      { slotMs: at(2), rows: 1 },
    ]);
    expect(await log.labelArrivals('nobody', { fromMs: at(1), toMs: at(9) }, MINUTE_MS)).toEqual([]);
  });

  it('counts late rows in the slot of their time', async () => {
    const pipeline = await insertRows(log, (name) => [prediction(name, 61, { numbers: { x: 1 } })]);
    await log.insert({ rows: [prediction(pipeline, 60, { numbers: { x: 3 } })], labels: [] }, randomUUID());

    for (const stepMs of [HOUR_MS, 20 * MINUTE_MS]) {
      expect(await log.numericSlots({ ...select(pipeline), stepMs }, [1])).toEqual([
        { metric: 'x', slotMs: at(60), count: 2, sum: 4, quantiles: [3] },
      ]);
    }
  });
});
