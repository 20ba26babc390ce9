import { memo, type ReactNode, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { ChartCaption, type ChartView } from './chart-caption.tsx';
import { type ChartFeed, useFeed } from './chart-feed.ts';
import { ChartGroup, useChartGroup } from './chart-group.tsx';
import { type NumberTable, useNumbers } from './chart-numbers.ts';
import type { ChartShape } from './chart-shape.ts';
import { type Column, comparedColumns } from './compared-columns.ts';
import { useCrosshair } from './crosshair-context.ts';
import { describeSeries } from './describe-series.ts';
import { phaseOf } from './domain.ts';
import { Plot } from './plot.tsx';
import { saveSeriesCsv, SeriesTable } from './series-table.tsx';
import styles from './time-series-chart.module.css';
import type { TimeSeriesChartProps } from './time-series.ts';

/** Series over time on the page's one clock, with a sentence and a table that say the same. */
export function TimeSeriesChart(props: TimeSeriesChartProps) {
  const group = useChartGroup();
  if (group !== undefined) return <GroupedChart {...props} group={group} />;
  return (
    <ChartGroup label={props.title}>
      <TimeSeriesChart {...props} />
    </ChartGroup>
  );
}

function GroupedChart({ group, ...chart }: TimeSeriesChartProps & { group: string }) {
  return <GroupedFedChart group={group} feed={useFeed(chart, phaseOf(useId()))} />;
}

/** As `TimeSeriesChart`, in a `ChartGroup`, for numbers that go past React. */
export function FedTimeSeriesChart({ feed }: { feed: ChartFeed }) {
  return <GroupedFedChart group={useChartGroup() ?? ''} feed={feed} />;
}

/** Rendered anew when the shape changes. */
const GroupedFedChart = memo(function GroupedFedChart({ group, feed }: { group: string; feed: ChartFeed }) {
  const id = useId();
  const shape = useSyncExternalStore(feed.subscribe, feed.shape);
  const { title, height = 96 } = shape;
  const [view, setView] = useState<ChartView>('plot');
  const isTable = view === 'table';
  const figure = useRef<HTMLElement>(null);
  useNumbers(figure, () => tableOf(feed));
  const sentence = useSentence(feed, shape);

  return (
    <figure
      ref={figure}
      className={styles.figure}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-sentence`}
    >
      <FedCaption id={`${id}-title`} title={title} feed={feed} isTable={isTable} onView={setView} />
      <p id={`${id}-sentence`} className="visually-hidden">
        {shape.sentence ?? sentence}
      </p>
      {isTable ? (
        <TableBox title={title} height={height} onClose={() => setView('plot again')}>
          <FedTable feed={feed} />
        </TableBox>
      ) : (
        <Plot
          id={id}
          group={group}
          feed={feed}
          shape={shape}
          height={height}
          takesFocus={view === 'plot again'}
          onView={setView}
        />
      )}
    </figure>
  );
});

function FedCaption({
  id,
  title,
  feed,
  isTable,
  onView,
}: {
  id: string;
  title: string;
  feed: ChartFeed;
  isTable: boolean;
  onView: (view: ChartView) => void;
}) {
  const rows = useSyncExternalStore(feed.subscribe, () => (isTable ? feed.read().times.length : undefined));
  const onSave = () => {
    const { times, counts } = feed.read();
    saveSeriesCsv({ title, times, series: columnsOf(feed), counts });
  };
  return (
    <ChartCaption
      id={id}
      title={title}
      onView={onView}
      table={rows === undefined ? undefined : { rows, onSave }}
    />
  );
}

function FedTable({ feed }: { feed: ChartFeed }) {
  const zone = useCrosshair()?.zone ?? 'UTC';
  const { title, unit, times, step, counts } = useSyncExternalStore(feed.subscribe, feed.read);
  return (
    <SeriesTable
      title={title}
      unit={unit}
      zone={zone}
      times={times}
      step={step}
      series={columnsOf(feed)}
      counts={counts}
    />
  );
}

function columnsOf(feed: ChartFeed): Column[] {
  const { times, step, series, compare } = feed.read();
  return comparedColumns({ times, step, series, compare, limited: feed.shape().limited });
}

function tableOf(feed: ChartFeed): NumberTable {
  const { title, times, counts } = feed.read();
  const columns = columnsOf(feed);
  return {
    title,
    columns: ['time', ...columns.map(({ name }) => name), ...(counts ? ['n'] : [])],
    rows: Array.from(times, (time, at) => [
      new Date(time).toISOString(),
      ...columns.map(({ values }) => values[at] ?? Number.NaN),
      ...(counts ? [counts[at] ?? Number.NaN] : []),
    ]),
  };
}

/** At once for another source, else every ten seconds: nobody listens to words that change with each poll. */
function useSentence(feed: ChartFeed, { source, sentence }: ChartShape): string {
  const isGiven = sentence !== undefined;
  const [held, setHeld] = useState(() => ({ source, text: isGiven ? '' : describe(feed) }));
  useEffect(() => {
    if (isGiven) return undefined;
    const timer = setInterval(() => {
      const text = describe(feed);
      setHeld((known) => (known.text === text ? known : { ...known, text }));
    }, SENTENCE_MS);
    return () => clearInterval(timer);
  }, [feed, isGiven]);
  if (held.source === source) return held.text;
  const next = { source, text: isGiven ? '' : describe(feed) };
  setHeld(next);
  return next.text;
}

function describe(feed: ChartFeed): string {
  const { series, unit, limit } = feed.read();
  const { limited, gaps } = feed.shape();
  const main = series[limited];
  return main ? describeSeries({ name: main.name, unit, values: main.values, limit, gaps }) : 'No series.';
}

const SENTENCE_MS = 10_000;

/** Scrolls by itself, takes the focus that the plot had, and gives it back. */
function TableBox({
  title,
  height,
  onClose,
  children,
}: {
  title: string;
  height: number;
  onClose: () => void;
  children: ReactNode;
}) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the key that opened the table closes it
    <section
      ref={box}
      className={styles.table}
      style={{ height: Math.max(height, 96) }}
      aria-label={`${title}, table`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.key !== 'v' && event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </section>
  );
}
