import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PredictionLog } from '#api/prediction-log.ts';
import { type Bins, categoricalBins, countNumeric, numericBins } from '#stats/bins.ts';
import { histogramOf } from '#stats/histogram.ts';
import { hostileNames, HOUR_MS, insertRows, prediction, START_MS } from './log-rows.ts';
import { at, select } from './log-selection.ts';
import { logStores, type OpenLog } from './log-stores.ts';

describe.each(logStores)('bins and samples of the prediction log in $name', ({ open }) => {
  let store: OpenLog;
  let log: PredictionLog;
  beforeAll(async () => {
    store = await open();
    log = store.log;
  });
  afterAll(() => store.close());

  it('folds numbers into bins of both kinds', async () => {
    const values = Array.from({ length: 300 }, (_, index) => (index - 100) ** 3 / 1000);
    const pipeline = await insertRows(log, (name) => [
      ...values.map((x) => prediction(name, 1, { numbers: { x, few: Math.round(x) % 3 } })),
      prediction(name, 2, { numbers: { few: 9, x: 1e9, other: 1 } }),
    ]);
    const bins: [string, Bins][] = [
      ['x', numericBins(histogramOf(values))],
      ['few', numericBins(histogramOf(values.map((x) => Math.round(x) % 3)))],
      ['absent', numericBins(histogramOf([1]))],
    ];

    const slots = await log.binSlots({ ...select(pipeline), stepMs: HOUR_MS }, new Map(bins));

    for (const [metric, bin] of bins.slice(0, 2)) {
      if (bin.kind !== 'numeric') throw new Error('these bins are numeric');
      const all = metric === 'x' ? [...values, 1e9] : [...values.map((x) => Math.round(x) % 3), 9];
      const { counts, sums } = countNumeric(bin, histogramOf(all));
      expect(slots.filter((slot) => slot.metric === metric)).toEqual(
        [...counts]
          .map((count, index) => ({
            metric,
            slotMs: START_MS,
            bin: index,
            count,
            sum: expect.closeTo(sums[index] ?? 0, 6) as number,
          }))
          .filter(({ count }) => count > 0),
      );
    }
    expect(new Set(slots.map(({ metric }) => metric))).toEqual(new Set(['x', 'few']));
  });

  it('folds categories into named bins, other and unseen', async () => {
    const pipeline = await insertRows(log, (name) =>
      ['a', 'a', 'b', 'c', 'd', 'new'].map((c) => prediction(name, 1, { categories: { c, plain: c } })),
    );
    const bins = new Map<string, Bins>([
      [
        'c',
        categoricalBins(
          new Map([
            ['a', 9],
            ['b', 5],
            ['c', 1],
            ['d', 1],
          ]),
          2,
        ),
      ],
      ['plain', { kind: 'categorical', categories: ['a'], tail: [] }],
    ]);

    const slots = await log.binSlots(select(pipeline), bins);

    expect(slots.map(({ metric, bin, count, sum }) => [metric, bin, count, sum])).toEqual([
      ['c', 0, 2, 0],
      ['c', 1, 1, 0],
      ['c', 2, 2, 0],
      ['c', 3, 1, 0],
      ['plain', 0, 2, 0],
      ['plain', 1, 4, 0],
    ]);
  });

  it('samples the same values each time', async () => {
    const pipeline = await insertRows(log, (name) =>
      Array.from({ length: 500 }, (_, index) =>
        prediction(name, index / 100, {
          requestId: `r${index}`,
          numbers: { x: index },
          categories: { c: `c${index}` },
        }),
      ),
    );
    const selection = select(pipeline);

    const numbers = await log.numericValues(selection, 'x', 100);
    const categories = await log.categoryValues(selection, 'c', 100);

    expect(numbers).toHaveLength(100);
    expect(await log.numericValues(selection, 'x', 100)).toEqual(numbers);
    expect(new Set(numbers).size).toBe(100);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / 100;
    expect(Math.abs(mean - 250)).toBeLessThan(60); // four standard errors of a random hundred
    expect(categories).toEqual(Array.from(numbers, (x) => `c${x}`));
    expect((await log.numericValues(selection, 'x', 1000)).toSorted()).toEqual(
      Float64Array.from({ length: 500 }, (_, x) => x),
    );
    expect(await log.numericValues({ ...selection, fromMs: at(4.985) }, 'x', 9)).toEqual(
      Float64Array.of(499),
    );
  });

  it('folds 300 metrics with names of 500 characters', async () => {
    const names = Array.from({ length: 300 }, (_, index) =>
      `${hostileNames[index % hostileNames.length]?.slice(0, 4)}${index}`.padEnd(499, '"\\😀').toWellFormed(),
    );
    const numbers = Object.fromEntries(names.slice(0, 150).map((name, index) => [name, index]));
    const categories = Object.fromEntries(names.slice(150).map((name) => [name, name]));
    const pipeline = await insertRows(log, (name) => [
      prediction(name, 1, { numbers, categories }),
      prediction(name, 70, { numbers, categories }),
    ]);
    const bins = new Map<string, Bins>([
      ...names.slice(0, 150).map((name, index): [string, Bins] => [name, numericBins(histogramOf([index]))]),
      ...names
        .slice(150)
        .map((name): [string, Bins] => [
          name,
          { kind: 'categorical', categories: names.slice(150, 180), tail: names.slice(180, 200) },
        ]),
    ]);

    const slots = await log.binSlots({ ...select(pipeline), metrics: names }, bins);

    expect(slots).toHaveLength(600);
    expect(slots.filter(({ metric }) => metric === names[7])).toEqual([
      { metric: names[7], slotMs: at(1), bin: 0, count: 1, sum: 7 },
      { metric: names[7], slotMs: at(70), bin: 0, count: 1, sum: 7 },
    ]);
    expect(slots.filter(({ metric }) => metric === names[250])).toMatchObject([{ bin: 31 }, { bin: 31 }]);
  });
});
