import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { ChartCaption, type ChartView } from './chart-caption.tsx';
import { ChartGroup, useChartGroup } from './chart-group.tsx';
import { useNumbers } from './chart-numbers.ts';
import { comparedColumns } from './compared-columns.ts';
import { useCrosshair } from './crosshair-context.ts';
import { describeSeries } from './describe-series.ts';
import { Plot } from './plot.tsx';
import { findSilences, type Gap, listGaps } from './samples.ts';
import { saveSeriesCsv, SeriesTable } from './series-table.tsx';
import styles from './time-series-chart.module.css';
import type { ChartLimit, ChartSeries, TimeSeriesChartProps } from './time-series.ts';

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

function GroupedChart({ group, ...props }: TimeSeriesChartProps & { group: string }) {
  const { title, unit, times, step, series, counts, limit, compare, height = 96 } = props;
  const id = useId();
  const room = useCrosshair();
  const zone = room?.zone ?? 'UTC';
  const [view, setView] = useState<ChartView>('plot');
  const isTable = view === 'table';
  const figure = useRef<HTMLElement>(null);
  const limited = limitedSeries(series, limit);
  const listColumns = () => comparedColumns({ times, step, series, compare, limited });
  useNumbers(figure, () => {
    const columns = listColumns();
    return {
      title,
      columns: ['time', ...columns.map(({ name }) => name), ...(counts ? ['n'] : [])],
      rows: Array.from(times, (time, at) => [
        new Date(time).toISOString(),
        ...columns.map(({ values }) => values[at] ?? Number.NaN),
        ...(counts ? [counts[at] ?? Number.NaN] : []),
      ]),
    };
  });

  const gaps = useGaps(props);
  const describe = () => {
    const main = series[limited];
    return main ? describeSeries({ name: main.name, unit, values: main.values, limit, gaps }) : 'No series.';
  };
  const sentence = useSentence(props.sentence === undefined ? describe : undefined, props.source ?? series);

  return (
    <figure
      ref={figure}
      className={styles.figure}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-sentence`}
    >
      <ChartCaption
        id={`${id}-title`}
        title={title}
        onView={setView}
        table={
          isTable
            ? {
                rows: times.length,
                onSave: () => saveSeriesCsv({ title, times, series: listColumns(), counts }),
              }
            : undefined
        }
      />
      <p id={`${id}-sentence`} className="visually-hidden">
        {props.sentence ?? sentence}
      </p>
      {isTable ? (
        <TableBox title={title} height={height} onClose={() => setView('plot again')}>
          <SeriesTable
            title={title}
            unit={unit}
            zone={zone}
            times={times}
            step={step}
            series={listColumns()}
            counts={counts}
          />
        </TableBox>
      ) : (
        <Plot
          {...props}
          id={id}
          group={group}
          height={height}
          gaps={gaps}
          limited={limited}
          takesFocus={view === 'plot again'}
          onView={setView}
        />
      )}
    </figure>
  );
}

/** At once for another source, else every ten seconds: nobody listens to words that change with each poll. */
function useSentence(describe: (() => string) | undefined, source: object): string {
  const [held, setHeld] = useState(() => ({ source, text: describe?.() ?? '' }));
  const latest = useRef(describe);
  useEffect(() => {
    latest.current = describe;
  });
  useEffect(() => {
    const timer = setInterval(() => {
      const text = latest.current?.() ?? '';
      setHeld((known) => (known.text === text ? known : { ...known, text }));
    }, SENTENCE_MS);
    return () => clearInterval(timer);
  }, []);
  if (held.source === source) return held.text;
  const next = { source, text: describe?.() ?? '' };
  setHeld(next);
  return next.text;
}

const SENTENCE_MS = 10_000;

/** The same list for as long as nothing of it changes, so that what is drawn of it rests. */
function useGaps({ times, step, series, gaps }: TimeSeriesChartProps): readonly Gap[] {
  const found = useMemo(() => {
    const columns = series.map(({ values }) => values);
    return listGaps(findSilences(times, columns, step), gaps ?? []);
  }, [times, step, series, gaps]);
  const [held, setHeld] = useState(found);
  if (isSameGaps(held, found)) return held;
  setHeld(found);
  return found;
}

function isSameGaps(a: readonly Gap[], b: readonly Gap[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ from, to, reason }, at) => from === b[at]?.from && to === b[at].to && reason === b[at].reason)
  );
}

function limitedSeries(series: readonly ChartSeries[], limit: ChartLimit | undefined): number {
  const named = series.findIndex(({ name }) => name === limit?.of);
  if (named >= 0) return named;
  return Math.max(
    0,
    series.findIndex(({ tone }) => tone === 'p95'),
  );
}

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
