import { expect, it, vi } from 'vitest';
import type { SeriesData } from '#web/api/series-merge.ts';
import { type BoardPanel, createPanelBoard } from '#web/features/stage/panel-board.ts';

function answer(origin: object, value: number): SeriesData {
  const times = Float64Array.of(0, 60_000);
  return {
    origin,
    stepSeconds: 60,
    cursor: String(value),
    asOfMs: 120_000,
    times,
    rows: times,
    columns: new Map([['value', Float64Array.of(1, value)]]),
    described: [],
  };
}

function describe({ origin, times, columns }: SeriesData): BoardPanel[] {
  const values = columns.get('value') ?? new Float64Array();
  const isHigh = (values.at(-1) ?? 0) > 10;
  return [
    {
      id: 'latency',
      verdict: isHigh ? { severity: 'critical', text: 'beyond the limit' } : undefined,
      missing: undefined,
      chart: {
        title: 'Latency',
        unit: 'ms',
        times,
        step: 60_000,
        series: [{ name: 'p50', tone: 'p50', values }],
        domain: [0, 120_000],
        yZero: true,
        source: origin,
      },
    },
  ];
}

it('keeps its frames while polls bring numbers alone, which go to the charts', async () => {
  const board = createPanelBoard();
  const origin = {};
  const before = board.show(answer(origin, 2), describe);

  expect(board.show(answer(origin, 3), describe)).toBe(before);

  await vi.waitFor(() => expect(before[0]?.feed.read().series[0]?.values).toEqual(Float64Array.of(1, 3)));
});

it('makes another frame of a panel that becomes abnormal, with the same feed', () => {
  const board = createPanelBoard();
  const origin = {};
  const [before] = board.show(answer(origin, 2), describe);

  const [frame] = board.show(answer(origin, 12), describe);

  expect(frame).toMatchObject({ severity: 'critical', verdict: 'beyond the limit' });
  expect(frame?.feed).toBe(before?.feed);
});

it('shows another question in another feed', () => {
  const board = createPanelBoard();
  const [before] = board.show(answer({}, 2), describe);

  const [frame] = board.show(answer({}, 3), describe);

  expect(frame?.feed).not.toBe(before?.feed);
  expect(frame?.feed.read().series[0]?.values).toEqual(Float64Array.of(1, 3));
});
