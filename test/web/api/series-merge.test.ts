import { describe, expect, it } from 'vitest';
import type { Series } from '#contract/series.ts';
import { findColumn, mergeSeries, type SeriesData } from '#web/api/series-merge.ts';

const minute = 60_000;
const window = { fromMs: 0, toMs: 10 * minute };

describe('the data of a series', () => {
  it('are the first answer, with NaN where a slot has no value', () => {
    const data = mergeSeries(undefined, answer('1', [0, 2], [5, 7], { p50: [10, null] }), window);

    expect(shown(data)).toEqual({ cursor: '1', times: [0, 2], rows: [5, 7], p50: [10, Number.NaN] });
  });

  it('take the slots of a later answer in place of those they had, and new ones in order', () => {
    const first = mergeSeries(undefined, answer('1', [0, 2], [5, 7], { p50: [10, 20] }), window);

    const data = mergeSeries(first, answer('2', [1, 2, 3], [1, 8, 2], { p50: [11, 21, 31] }), window);

    expect(shown(data)).toEqual({
      cursor: '2',
      times: [0, 1, 2, 3],
      rows: [5, 1, 8, 2],
      p50: [10, 11, 21, 31],
    });
  });

  it('lose the slots that left the range', () => {
    const first = mergeSeries(undefined, answer('1', [0, 2, 9], [5, 7, 9], { p50: [10, 20, 90] }), window);

    const data = mergeSeries(first, answer('2', [10], [1], { p50: [11] }), {
      fromMs: 2 * minute,
      toMs: 11 * minute,
    });

    expect(shown(data)).toEqual({ cursor: '2', times: [2, 9, 10], rows: [7, 9, 1], p50: [20, 90, 11] });
  });

  it('lose them also when there is nothing new', () => {
    const first = mergeSeries(undefined, answer('1', [0, 2], [5, 7], { p50: [10, 20] }), window);

    const data = mergeSeries(first, answer('2', [], [], {}), { fromMs: minute, toMs: 11 * minute });

    expect(shown(data)).toEqual({ cursor: '2', times: [2], rows: [7], p50: [20] });
  });

  it('keep their columns when there is no news, so that nothing is drawn again', () => {
    const first = mergeSeries(undefined, answer('1', [0, 2], [5, 7], { p50: [10, 20] }), window);

    const data = mergeSeries(first, answer('2', [], [], {}), window);

    expect(data.columns).toBe(first.columns);
    expect(data.times).toBe(first.times);
    expect(data.cursor).toBe('2');
  });

  it('keep a value that an answer about its slot does not repeat', () => {
    const first = mergeSeries(undefined, answer('1', [0], [5], { p50: [10], mean: [9] }), window);

    const data = mergeSeries(first, answer('2', [0], [6], { p50: [12] }), window);

    expect(shown(data)).toMatchObject({ rows: [6], p50: [12] });
    expect([...(findColumn(data, 'latencyMs', 'mean') ?? [])]).toEqual([9]);
  });

  it('gain a column that appears later, empty before', () => {
    const first = mergeSeries(undefined, answer('1', [0], [5], { p50: [10] }), window);

    const data = mergeSeries(first, answer('2', [1], [6], { p50: [12], p99: [90] }), window);

    expect([...(findColumn(data, 'latencyMs', 'p99') ?? [])]).toEqual([Number.NaN, 90]);
    expect(data.described.map(({ statistic }) => statistic)).toEqual(['p50', 'p99']);
  });

  it('equal one answer about everything, however the polls were cut', () => {
    const slots = [0, 1, 2, 3, 4, 5];
    const rows = [4, 1, 7, 2, 9, 3];
    const p50 = [1, null, 3, 4, null, 6];
    const whole = mergeSeries(undefined, answer('9', slots, rows, { p50 }), window);

    for (let cut = 1; cut < slots.length; cut++) {
      const first = mergeSeries(
        undefined,
        answer('1', slots.slice(0, cut), rows.slice(0, cut), { p50: p50.slice(0, cut) }),
        window,
      );
      const both = mergeSeries(
        first,
        answer('9', slots.slice(cut - 1), rows.slice(cut - 1), { p50: p50.slice(cut - 1) }),
        window,
      );
      expect(shown(both)).toEqual(shown(whole));
    }
  });
});

function answer(
  cursor: string,
  slots: number[],
  rows: number[],
  columns: { [S in 'p50' | 'p99' | 'mean']?: (number | null)[] },
): Series {
  return {
    stepSeconds: 60,
    cursor,
    asOf: '2026-11-23T14:00:00.000Z',
    slotsMs: slots.map((slot) => slot * minute),
    rows,
    columns: Object.entries(columns).map(([statistic, values]) => ({
      metric: 'latencyMs',
      kind: 'numeric',
      statistic: statistic as 'p50',
      values,
    })),
  };
}

function shown(data: SeriesData) {
  return {
    cursor: data.cursor,
    times: [...data.times].map((time) => time / minute),
    rows: [...data.rows],
    p50: [...(findColumn(data, 'latencyMs', 'p50') ?? [])],
  };
}
