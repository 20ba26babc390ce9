import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PredictionLog } from '#api/prediction-log.ts';
import type { Bins } from '#stats/bins.ts';
import { hostileNames, insertRows, prediction } from './log-rows.ts';
import { at, select } from './log-selection.ts';
import { logStores, type OpenLog } from './log-stores.ts';

describe.each(logStores)('names and texts in the prediction log in $name', ({ open }) => {
  let store: OpenLog;
  let log: PredictionLog;
  beforeAll(async () => {
    store = await open();
    log = store.log;
  });
  afterAll(() => store.close());

  it('keeps hostile names as they are', async () => {
    const pipeline = await insertRows(log, (name) =>
      hostileNames.map((hostile) =>
        prediction(name, 1, {
          stage: 'all',
          version: hostile,
          site: hostile,
          requestId: hostile,
          text: hostile,
          numbers: { [hostile]: 1 },
          categories: { [hostile]: hostile },
        }),
      ),
    );
    const selection = { ...select(pipeline), stage: 'all' };

    const metrics = await log.listMetrics(pipeline);
    const versions = await log.listVersions(pipeline, selection);

    expect(new Set(metrics.map(({ metric }) => metric))).toEqual(new Set([...hostileNames, 'status']));
    expect(versions.map(({ version }) => version).toSorted()).toEqual(hostileNames.toSorted());
    for (const hostile of hostileNames) {
      const own = { ...selection, version: hostile, metrics: [hostile] };
      expect(await log.numericSlots(own, [0.5])).toEqual([
        { metric: hostile, slotMs: at(1), count: 1, sum: 1, quantiles: [1] },
      ]);
      expect(await log.categoryHistograms(own, [hostile])).toEqual([
        { metric: hostile, category: hostile, count: 1 },
      ]);
      expect(await log.categoryValues(own, hostile, 5)).toEqual([hostile]);
      const bins: Bins = { kind: 'categorical', categories: ['x', hostile], tail: hostileNames };
      expect(await log.binSlots(own, new Map([[hostile, bins]]))).toMatchObject([
        { metric: hostile, bin: 1, count: 1 },
      ]);
    }
  });

  it('keeps hostile names of pipelines and stages', async () => {
    for (const hostile of hostileNames) {
      const pipeline = `${randomUUID()}${hostile}`;
      await log.insert({ rows: [prediction(pipeline, 1, { stage: hostile })], labels: [] }, randomUUID());

      expect(await log.rowSlots({ ...select(pipeline), stage: hostile })).toEqual([
        { slotMs: at(1), rows: 1 },
      ]);
      expect((await log.listStages()).filter((stage) => stage.pipeline === pipeline)).toMatchObject([
        { stage: hostile },
      ]);
    }
  });

  it('takes text with half a surrogate pair', async () => {
    const cut = '😀'.repeat(2).slice(0, 3);
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, { text: cut, categories: { c: cut, [cut]: 'x' } }),
    ]);

    expect(await log.categoryHistograms(select(pipeline), ['c'])).toEqual([
      { metric: 'c', category: '😀\uFFFD', count: 1 },
    ]);
  });
});
