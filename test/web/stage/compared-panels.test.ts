import { describe, expect, it } from 'vitest';
import type { Bands } from '#contract/bands.ts';
import type { MetricGroup } from '#contract/metric.ts';
import type { SeriesColumn } from '#contract/series.ts';
import { mergeSeries } from '#web/api/series-merge.ts';
import { guessedBook } from '#web/format/metric-book.ts';
import { comparedPanels } from '#web/features/stage/compared-panels.ts';

const HOUR_MS = 3_600_000;
const startMs = Date.parse('2026-11-23T08:00:00Z');

describe('the charts of a stage', () => {
  it('have the usual of their first line behind them', () => {
    const columns: SeriesColumn[] = [
      { metric: 'status', kind: 'categorical', statistic: 'count', values: [10] },
      { metric: 'status', kind: 'categorical', statistic: 'share', category: 'ok', values: [0.9] },
      { metric: 'status', kind: 'categorical', statistic: 'share', category: 'timeout', values: [0.1] },
      { metric: 'latencyMs', kind: 'numeric', statistic: 'p50', values: [100] },
    ];
    const known = bands([
      { metric: 'latencyMs', kind: 'numeric', ...band(50, 90, 200) },
      { metric: 'status', kind: 'categorical', category: 'ok', ...band(0.75, 0.875, 1) },
    ]);

    const drawn = comparedPanels(series(columns, startMs), settings('software', known));

    expect(Object.fromEntries(drawn.map(({ id, band }) => [id, band]))).toEqual({
      latencyMs: { low: 50, median: 90, high: 200 },
      requests: { low: 1, median: 2, high: 3 },
      status: { low: 0, median: 0.125, high: 0.25 },
    });
  });

  it('take a reference without a single yes for a usual share of zero, and an unknown metric for none', () => {
    const columns = (['output.null', 'output.new'] as const).map((metric): SeriesColumn => ({
      metric,
      kind: 'categorical',
      statistic: 'share',
      category: 'true',
      values: [0.1],
    }));
    const known = bands([
      { metric: 'output.null', kind: 'categorical', category: 'false', ...band(1, 1, 1) },
    ]);

    const drawn = comparedPanels(series(columns, startMs), settings('output', known));

    expect(drawn.map(({ id, band }) => [id, band])).toEqual([
      ['output.null', { low: 0, median: 0, high: 0 }],
      ['output.new', undefined],
    ]);
  });

  it('have a line at the usual value of the reference that they are held against', () => {
    const columns: SeriesColumn[] = [
      { metric: 'status', kind: 'categorical', statistic: 'count', values: [10] },
      { metric: 'status', kind: 'categorical', statistic: 'share', category: 'ok', values: [0.9] },
      { metric: 'status', kind: 'categorical', statistic: 'share', category: 'timeout', values: [0.1] },
      { metric: 'latencyMs', kind: 'numeric', statistic: 'p95', values: [100] },
      { metric: 'resource.cpu', kind: 'numeric', statistic: 'p50', values: [1] },
    ];
    const known = bands([
      { metric: 'latencyMs', kind: 'numeric', ...band(50, 90, 200) },
      { metric: 'status', kind: 'categorical', category: 'ok', ...band(0.75, 0.875, 1) },
    ]);

    const drawn = comparedPanels(series(columns, startMs), {
      ...settings('software', known),
      reference: 'spring',
    });

    const usual = (value: number) => ({
      name: 'spring',
      times: Float64Array.of(startMs),
      values: Float64Array.of(value),
    });
    expect(Object.fromEntries(drawn.map(({ id, compare }) => [id, compare]))).toEqual({
      latencyMs: usual(200),
      requests: usual(2),
      status: usual(0.125),
      'resource.cpu': undefined,
    });
  });

  it('have the main line of another window moved onto their own clock', () => {
    const at = (values: number[], fromMs: number) =>
      series([{ metric: 'input.x', kind: 'numeric', statistic: 'p50', values }], fromMs);
    const other = { name: 'the day before', shiftMs: 24 * HOUR_MS, data: at([7], startMs - 24 * HOUR_MS) };

    const [drawn] = comparedPanels(at([5], startMs), { ...settings('input'), other });

    expect(drawn?.compare).toEqual({
      name: 'the day before',
      times: Float64Array.of(startMs),
      values: Float64Array.of(7),
    });
  });
});

function settings(group: MetricGroup, known?: Bands) {
  return { group, latencyTargetMs: undefined, book: guessedBook, bands: known, other: undefined };
}

function band(p05: number, p50: number, p95: number) {
  return { n: 100, p05, p25: p50, p50, p75: p50, p95, p999: p95 };
}

function bands(metrics: Bands['metrics']): Bands {
  const instant = new Date(startMs).toISOString();
  const reference = {
    id: 'r-1',
    pipeline: 'p',
    stage: 's',
    name: 'r',
    version: 1,
    from: instant,
    to: instant,
    rows: 100,
    createdAt: instant,
    createdBy: 'me',
    source: 'window' as const,
    automatic: false,
    provisional: false,
  };
  return { reference, stepSeconds: 60, requests: band(1, 2, 3), metrics };
}

function series(columns: SeriesColumn[], fromMs: number) {
  const answer = {
    stepSeconds: 60,
    cursor: '1',
    asOf: new Date(fromMs + HOUR_MS).toISOString(),
    slotsMs: [fromMs],
    rows: [60],
    columns,
  };
  return mergeSeries(undefined, answer, { fromMs, toMs: fromMs + HOUR_MS });
}
