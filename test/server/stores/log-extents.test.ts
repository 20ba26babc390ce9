import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PredictionLog } from '#api/prediction-log.ts';
import { insertRows, MINUTE_MS, prediction, sample } from './log-rows.ts';
import { at, window } from './log-selection.ts';
import { logStores, type OpenLog } from './log-stores.ts';

describe.each(logStores)('the extents of the prediction log in $name', ({ open }) => {
  let store: OpenLog;
  let log: PredictionLog;
  beforeAll(async () => {
    store = await open();
    log = store.log;
  });
  afterAll(() => store.close());

  it('lists stages by the extent of all their rows, counting predictions', async () => {
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 5),
      prediction(name, 2.5),
      sample(name, 9, { cpu: 1 }),
      { ...sample(name, 1, { cpu: 1 }), stage: 'host' },
    ]);

    const stages = (await log.listStages()).filter((stage) => stage.pipeline === pipeline);

    expect(stages.toSorted((a, b) => (a.stage < b.stage ? -1 : 1))).toEqual([
      { pipeline, stage: 'asr', rows: 2, firstMs: at(2.5), lastMs: at(9) },
      { pipeline, stage: 'host', rows: 0, firstMs: at(1), lastMs: at(1) },
    ]);
  });

  it('lists metrics with their extent and most frequent categories', async () => {
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, { numbers: { x: 1 }, categories: { c: 'b' } }),
      prediction(name, 2.5, { numbers: { x: 2 }, categories: { c: 'b' } }),
      ...Array.from({ length: 14 }, (_, index) =>
        prediction(name, 4, { categories: { c: `a${index + 10}` } }),
      ),
      sample(name, 9, { x: 1 }),
    ]);

    expect(await log.listMetrics(pipeline)).toEqual([
      {
        stage: 'asr',
        metric: 'c',
        kind: 'categorical',
        rows: 16,
        firstMs: at(1),
        lastMs: at(4),
        categories: ['b', ...Array.from({ length: 11 }, (_, index) => `a${index + 10}`)],
      },
      {
        stage: 'asr',
        metric: 'status',
        kind: 'categorical',
        rows: 16,
        firstMs: at(1),
        lastMs: at(4),
        categories: ['ok'],
      },
      { stage: 'asr', metric: 'x', kind: 'numeric', rows: 3, firstMs: at(1), lastMs: at(9), categories: [] },
    ]);
  });

  it('lists versions by role with their predictions in the window', async () => {
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 0),
      prediction(name, 10.5),
      prediction(name, 12, { version: 'v2' }),
      prediction(name, 12, { version: 'v2', role: 'shadow' }),
      sample(name, 11, { cpu: 1 }),
      { ...sample(name, 11, { cpu: 1 }), version: 'host' },
      prediction(name, 60),
    ]);

    const versions = await log.listVersions(pipeline, { fromMs: at(5), toMs: at(60) });

    expect(versions.toSorted((a, b) => (a.version + a.role < b.version + b.role ? -1 : 1))).toEqual([
      { stage: 'asr', version: 'v1', role: 'live', rows: 1, firstMs: at(10.5), lastMs: at(10.5) },
      { stage: 'asr', version: 'v2', role: 'live', rows: 1, firstMs: at(12), lastMs: at(12) },
      { stage: 'asr', version: 'v2', role: 'shadow', rows: 1, firstMs: at(12), lastMs: at(12) },
    ]);
  });

  it('counts versions by slot', async () => {
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1),
      prediction(name, 9),
      prediction(name, 11),
      prediction(name, 12, { version: 'v2' }),
      sample(name, 31, { cpu: 1 }),
    ]);

    expect(await log.versionSlots(pipeline, window(0, 60), 10 * MINUTE_MS)).toEqual([
      { stage: 'asr', version: 'v1', slotMs: at(0), rows: 2 },
      { stage: 'asr', version: 'v1', slotMs: at(10), rows: 1 },
      { stage: 'asr', version: 'v2', slotMs: at(10), rows: 1 },
    ]);
  });
});
