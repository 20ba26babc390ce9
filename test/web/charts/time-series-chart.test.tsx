import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ChartGroup } from '#web/charts/chart-group.tsx';
import { CrosshairProvider } from '#web/charts/crosshair-provider.tsx';
import { TimeSeriesChart } from '#web/charts/time-series-chart.tsx';
import type { TimeSeriesChartProps } from '#web/charts/time-series.ts';

const start = Date.parse('2026-11-23T08:00:00Z');
const step = 60_000;
const times = Float64Array.from({ length: 60 }, (_, slot) => start + slot * step);

function chart(changes: Partial<TimeSeriesChartProps> = {}) {
  const props: TimeSeriesChartProps = {
    title: 'latency',
    unit: 'ms',
    times,
    step,
    domain: [start, start + 60 * step],
    yZero: true,
    series: [
      { name: 'p50', tone: 'p50', values: Float64Array.from(times, (_, slot) => 100 + (slot % 7)) },
      {
        name: 'p95',
        tone: 'p95',
        values: Float64Array.from(times, (_, slot) => (slot >= 20 && slot < 30 ? Number.NaN : 180 + slot)),
      },
    ],
    ...changes,
  };
  return <TimeSeriesChart {...props} />;
}

function announced() {
  return screen.getByRole('status').textContent?.replaceAll('\u00a0', ' ');
}

describe('a chart of series over time', () => {
  it('is drawn as it was', () => {
    const { container } = render(
      chart({
        limit: { value: 230, severity: 'critical', label: 'limit' },
        markers: [{ time: start + 12 * step, label: 'vad v9' }],
        gaps: [{ from: start + 20 * step, to: start + 30 * step, reason: 'exporter down' }],
        staleFrom: start + 55 * step,
      }),
    );

    expect(container).toMatchSnapshot();
  });

  it('is a figure named by its title, with a sentence that says what the line shows', () => {
    render(chart({ limit: { value: 230, severity: 'critical', label: 'limit' } }));

    const figure = screen.getByRole('figure', { name: 'latency' });

    expect(figure).toHaveAccessibleDescription(
      /^p95 rose from 180\sms to 239\sms .*, limit 230\sms, .*worst 239\sms\.$/,
    );
  });

  it('hatches the silence that nobody explained only when every series is silent', () => {
    const { container, rerender } = render(chart());
    expect(container.querySelector('[data-gap]')).toBeNull();

    rerender(
      chart({
        series: [
          {
            name: 'p95',
            tone: 'p95',
            values: Float64Array.from(times, (_, slot) => (slot > 9 && slot < 19 ? Number.NaN : 1)),
          },
        ],
      }),
    );
    expect(container.querySelector('[data-gap="no data"]')).toBeInTheDocument();
  });

  it('shows in its table, too, what its main line is held against', async () => {
    const user = userEvent.setup();
    const values = Float64Array.from(times, (_, slot) => (slot === 0 ? Number.NaN : 170));
    render(chart({ compare: { name: 'the week before', times, values } }));

    await user.click(screen.getByRole('button', { name: 'Table of latency' }));

    const headers = screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    expect(headers).toEqual(['Time (UTC)', 'p50', 'p95', 'p95 of the week before']);
    const [, first, second] = screen.getAllByRole('row');
    expect(first).toHaveTextContent(/180\sms–$/);
    expect(second).toHaveTextContent(/181\sms170\sms$/);
  });

  it('hands out all its rows as CSV, in UTC and unrounded', async () => {
    const texts: Promise<string>[] = [];
    URL.createObjectURL = (blob) => {
      texts.push((blob as Blob).text());
      return 'blob:rows';
    };
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const user = userEvent.setup();
    const many = Float64Array.from({ length: 450 }, (_, slot) => start + slot * step);
    render(chart({ times: many, series: [{ name: '=p50', tone: 'p50', values: many.map(() => 1.23456) }] }));

    await user.click(screen.getByRole('button', { name: 'Table of latency' }));
    expect(screen.getAllByRole('row')).toHaveLength(151);
    await user.click(screen.getByRole('button', { name: 'CSV of latency, all 450 rows' }));

    const lines = (await texts[0])?.trimEnd().split('\r\n');
    expect(lines).toHaveLength(451);
    expect(lines?.slice(0, 2)).toEqual(["time,'=p50", '2026-11-23T08:00:00.000Z,1.23456']);
  });

  it('opens its table by v, with a row a sample, and takes the focus back', async () => {
    const user = userEvent.setup();
    render(chart({ counts: Float64Array.from(times, () => 43) }));

    await user.tab();
    await user.keyboard('v');

    const table = screen.getByRole('table', { name: 'latency' });
    expect(within(table).getAllByRole('row')).toHaveLength(61);
    expect(within(table).getByRole('row', { name: /08:20/ })).toHaveTextContent(/106\sms–43$/);
    await user.keyboard('v');
    expect(screen.getByRole('application')).toHaveFocus();
  });

  it('keeps the table at 200 rows', async () => {
    const user = userEvent.setup();
    const many = Float64Array.from({ length: 1000 }, (_, slot) => start + slot * step);
    render(chart({ times: many, series: [{ name: 'p95', tone: 'p95', values: many.map(() => 1) }] }));

    await user.click(screen.getByRole('button', { name: 'Table of latency' }));

    expect(screen.getAllByRole('row')).toHaveLength(201);
    expect(screen.getByText(/one sample in 5/)).toBeInTheDocument();
  });

  it('draws without data', () => {
    render(
      chart({
        times: new Float64Array(),
        series: [{ name: 'p95', tone: 'p95', values: new Float64Array() }],
      }),
    );

    expect(screen.getByRole('figure')).toHaveAccessibleDescription('p95: no data in this range.');
  });
});

describe('a group of charts', () => {
  it('is one tab stop, in which arrows read the values', async () => {
    const user = userEvent.setup();
    render(
      <ChartGroup label="Software">
        {chart()}
        {chart({
          title: 'error share',
          unit: 'share',
          series: [{ name: 'errors', tone: 'series1', values: times.map(() => 0.01) }],
        })}
      </ChartGroup>,
    );

    await user.tab();
    expect(screen.getByRole('application', { name: /^latency/ })).toHaveFocus();
    await user.keyboard('{ArrowRight}');
    expect(announced()).toBe('latency, 23 Nov 08:59, p50 103 ms, p95 239 ms');
    await user.keyboard('{Shift>}{ArrowLeft}{/Shift}{ArrowLeft}');
    expect(announced()).toBe('latency, 23 Nov 08:48, p50 106 ms, p95 228 ms');
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('application', { name: /^error share/ })).toHaveFocus();
    expect(announced()).toBe('error share, 23 Nov 08:48, errors 1 %');
    await user.keyboard('{Home}');
    expect(announced()).toBe('error share, 23 Nov 08:00, errors 1 %');
    await user.tab();
    expect(document.body).toHaveFocus();
  });

  it('pins the instant by Enter, tells the page, and lets go by Esc', async () => {
    const user = userEvent.setup();
    const onPin = vi.fn<(time: number | undefined) => void>();
    render(
      <CrosshairProvider zone="Europe/Berlin" onPin={onPin}>
        <ChartGroup label="Software">{chart()}</ChartGroup>
      </CrosshairProvider>,
    );

    await user.tab();
    await user.keyboard('{End}{Enter}');
    expect(announced()).toBe('latency, 23 Nov 09:59, p50 103 ms, p95 239 ms, pinned');
    await user.keyboard('{Escape}');

    expect(announced()).toBe('');
    expect(onPin.mock.calls).toEqual([[start + 59 * step], [undefined]]);
  });

  it('shows at an instant without a sample that there is none', async () => {
    const user = userEvent.setup();
    const sparse = Float64Array.of(start, start + step, start + 2 * step, start + 59 * step);
    render(
      <ChartGroup label="Software">
        {chart()}
        {chart({
          title: 'volume',
          times: sparse,
          series: [{ name: 'rows', tone: 'series1', values: sparse.map(() => 5) }],
        })}
      </ChartGroup>,
    );

    await user.tab();
    await user.keyboard('{ArrowRight}{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}{ArrowDown}');

    expect(announced()).toBe('volume, 23 Nov 08:39, rows –, no data');
  });

  it('chooses a span by b, arrows and b; Enter takes it, Esc leaves it', async () => {
    const onSpan = vi.fn();
    const user = userEvent.setup();
    render(
      <CrosshairProvider zone="UTC" onSpan={onSpan}>
        {chart()}
      </CrosshairProvider>,
    );
    await user.tab();

    await user.keyboard('{End}b{ArrowLeft}{ArrowLeft}b{ArrowLeft}');
    expect(screen.getByText('Span 08:57 to 08:59')).toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(screen.queryByText(/^Span/)).not.toBeInTheDocument();
    await user.keyboard('{End}b{Shift>}{ArrowLeft}{/Shift}{Enter}');

    expect(onSpan.mock.calls).toEqual([[{ from: start + 49 * step, to: start + 59 * step }]]);
  });

  it('chooses a span by dragging, once and on release; Esc calls it off', async () => {
    const onSpan = vi.fn();
    const onPin = vi.fn();
    const user = userEvent.setup();
    render(
      <CrosshairProvider zone="UTC" onSpan={onSpan} onPin={onPin}>
        {chart()}
      </CrosshairProvider>,
    );
    const target = screen.getByRole('application');
    const at = (x: number) => ({ target, coords: { clientX: x, clientY: 40 } });

    await user.pointer([{ keys: '[MouseLeft>]', ...at(200) }, at(300)]);
    expect(onSpan).not.toHaveBeenCalled();
    await user.keyboard('{Escape}');
    await user.pointer([{ keys: '[/MouseLeft]', ...at(300) }]);
    expect(onSpan).not.toHaveBeenCalled();
    await user.pointer([{ keys: '[MouseLeft>]', ...at(200) }, at(300), { keys: '[/MouseLeft]', ...at(310) }]);

    expect(onSpan).toHaveBeenCalledOnce();
    const [{ from, to }] = onSpan.mock.calls[0] as [{ from: number; to: number }];
    expect(from % step).toBe(0);
    expect((to - from) / step).toBeGreaterThan(5);
    expect(onPin).not.toHaveBeenCalled(); // a drag is no click
  });

  it('says beside the value what it is held against, and the difference', async () => {
    const user = userEvent.setup();
    const earlier = { name: 'the day before', times, values: times.map(() => 200) };
    render(<CrosshairProvider zone="UTC">{chart({ compare: earlier })}</CrosshairProvider>);

    await user.tab();
    await user.keyboard('{End}');

    expect(announced()).toContain('p95 239 ms, the day before 200 ms, difference +39 ms');
  });
});
