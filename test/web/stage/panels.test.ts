import { describe, expect, it } from 'vitest';
import type { MetricGroup } from '#contract/metric.ts';
import type { SeriesColumn } from '#contract/series.ts';
import { mergeSeries } from '#web/api/series-merge.ts';
import { guessedBook } from '#web/format/metric-book.ts';
import { groupPanels } from '#web/features/stage/panels.ts';
import type { RuleLimit } from '#web/health/stage-limits.ts';

const startMs = Date.parse('2026-11-23T08:00:00Z');

describe('the charts of a stage', () => {
  it('draws rows a second, and of the slot under way only the time that has passed', () => {
    const [requests] = panels([], { rows: [600, 300], asOfMs: startMs + 300_000 + 60_000 });

    expect(requests?.series[0]?.values).toEqual(Float64Array.of(2, 5));
  });

  it('draws how many of them came late, and no such line where none did', () => {
    const [requests] = panels([numeric('arrivalDelaySeconds', 'lateShare', [0, 0.25])], {
      rows: [600, 1200],
    });
    const [inTime] = panels([numeric('arrivalDelaySeconds', 'lateShare', [0, 0])], { rows: [600, 1200] });

    expect(requests?.series.map(({ name, values }) => [name, ...values])).toEqual([
      ['requests', 2, 4],
      ['came over 5 min late', 0, 1],
    ]);
    expect(inTime?.series).toHaveLength(1);
  });

  it('holds p95 latency against the target, and leaves out a p99 of fewer than 100 values', () => {
    const latency = panels(
      [
        ...(['p50', 'p95', 'p99'] as const).map((name, i) => numeric('latencyMs', name, [100 + i, 200 + i])),
        numeric('latencyMs', 'count', [99, 100]),
      ],
      { latencyTargetMs: 500 },
    ).find(({ id }) => id === 'latencyMs');

    expect(latency?.limit).toEqual({ value: 500, severity: 'warning', label: 'target', of: 'p95' });
    expect(latency?.series.map(({ name, values }) => [name, ...values])).toEqual([
      ['p50', 100, 200],
      ['p95', 101, 201],
      ['p99', Number.NaN, 202],
    ]);
  });

  it('draws the limit that a rule sets for one of its lines, of several the first to be reached', () => {
    const rule = { rule: 'r', category: undefined, severity: 'critical', side: 'above' } as const;
    const rules: RuleLimit[] = [
      { ...rule, metric: 'input.snr', statistic: 'p50', value: 12, side: 'below' },
      { ...rule, metric: 'input.snr', statistic: 'p50', value: 9, side: 'below' },
      { ...rule, metric: 'input.snr', statistic: 'mean', value: 3 }, // no line of the chart
      { ...rule, metric: 'input.device', statistic: 'share', category: 'tv', value: 0.3 },
    ];

    const drawn = panels([numeric('input.snr', 'p50', [10, 11]), share('input.device', 'tv', [0.1, 0.2])], {
      group: 'input',
      rules,
    });

    expect(drawn.map(({ id, limit }) => [id, limit?.of, limit?.side, limit?.value])).toEqual([
      ['input.device', 'tv', 'above', 0.3],
      ['input.snr', 'median', 'below', 12],
    ]);
  });

  it('draws what is not ok as errors, also where nothing was ok', () => {
    const errors = panels([
      share('status', 'ok', [0.9, 0]),
      share('status', 'timeout', [0.1, 1]),
      { ...share('status', '', [10, 10]), category: undefined, statistic: 'count' },
    ]).find(({ id }) => id === 'status');

    expect(errors?.series).toHaveLength(1);
    expect(errors?.series[0]?.name).toBe('timeout');
    expect(errors?.series[0]?.values[0]).toBeCloseTo(0.1);
    expect(errors?.series[0]?.values[1]).toBe(1);
  });

  it('adds up the categories beyond four as others', () => {
    const shares = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, i) =>
      share('input.x', name, [i < 4 ? 0.2 : 0.1, 1 / 6]),
    );
    const [x] = panels(shares, { group: 'input' });

    expect(x?.series.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'others']);
    expect(x?.series[4]?.values[0]).toBeCloseTo(0.2);
  });

  it('draws one line for yes or no, flat at zero while there is no yes', () => {
    const [empty] = panels([share('output.null', 'false', [1, 1])], { group: 'output' });

    expect(empty).toMatchObject({ title: 'Null outputs', unit: 'share' });
    expect(empty?.series.map(({ values }) => values)).toEqual([Float64Array.of(0, 0)]);
  });

  it('tells the largest share of missing values, and only where some are missing', () => {
    const [some, none] = panels(
      [
        numeric('input.a', 'p50', [1, 1]),
        numeric('input.a', 'missingShare', [0, 0.25]),
        numeric('input.b', 'p50', [1, 1]),
        numeric('input.b', 'missingShare', [0, 0]),
      ],
      { group: 'input' },
    );

    expect(some?.mostMissing).toBe(0.25);
    expect(none).not.toHaveProperty('mostMissing');
  });

  it.each([
    ['input.audio_seconds', 's'],
    ['input.volume_db', 'decibel'],
    ['resource.memoryBytes', 'bytes'],
    ['resource.cpu', 'share'],
    ['input.amount', 'none'],
  ])('reads the unit of %s as %s', (metric, unit) => {
    const group = metric.startsWith('input') ? 'input' : 'software';
    const panel = panels([numeric(metric, 'p50', [1, 2])], { group }).find(({ id }) => id === metric);

    expect(panel?.unit).toBe(unit);
  });
});

function panels(
  columns: SeriesColumn[],
  {
    rows = [100, 100],
    asOfMs = startMs + 3_600_000,
    group = 'software',
    ...settings
  }: {
    rows?: number[];
    asOfMs?: number;
    group?: MetricGroup;
    latencyTargetMs?: number;
    rules?: RuleLimit[];
  } = {},
) {
  const answer = {
    stepSeconds: 300,
    cursor: '1',
    asOf: new Date(asOfMs).toISOString(),
    slotsMs: [startMs, startMs + 300_000],
    rows,
    columns,
  };
  const data = mergeSeries(undefined, answer, { fromMs: startMs, toMs: startMs + 600_000 });
  return groupPanels(data, { group, ...settings, book: guessedBook });
}

function numeric(metric: string, statistic: SeriesColumn['statistic'], values: number[]): SeriesColumn {
  return { metric, kind: 'numeric', statistic, values };
}

function share(metric: string, category: string, values: number[]): SeriesColumn {
  return { metric, kind: 'categorical', statistic: 'share', category, values };
}
