import { useId, useMemo } from 'react';
import type { PipelineEvent } from '#contract/event.ts';
import type { Pipeline } from '#contract/pipeline.ts';
import type { LeadLag, SeriesChoice } from '#workers/tasks/series-tasks.ts';
import { CrosshairProvider } from '../../charts/crosshair-provider.tsx';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { formatDuration } from '../../format/number.ts';
import { formatInstant } from '../../format/time.ts';
import { EventList } from '../../shell/event-list.tsx';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { useView } from '../../url/use-view.ts';
import { LagProfile } from './lag-profile.tsx';
import { formatCorrelation, fullName, leadCell } from './lead-cell.ts';
import styles from './pair-overlay.module.css';
import { correlationAt, shifted, standardised } from './pair-series.ts';

const MINUTE_MS = 60_000;

/** Two series on one clock, the second drawn earlier by the lag, and their correlation at every lag. */
export function PairOverlay({
  leads,
  pair: { row, column },
  pipeline,
  events,
}: {
  leads: LeadLag;
  pair: { row: number; column: number };
  pipeline: Pipeline;
  events: readonly PipelineEvent[];
}) {
  const { view, setView } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const id = useId();
  const { series, slotsMs, stepMs, maxLag, lags } = leads;
  const [first, after] = [series[row], series[column]] as [SeriesChoice, SeriesChoice];
  const strongest = lags[row * series.length + column] ?? 0;
  const lag = chosenLag(view.lag, stepMs, maxLag) ?? strongest;
  const lines = useMemo(() => {
    const own = (index: number) =>
      standardised(leads.values.subarray(index * slotsMs.length, (index + 1) * slotsMs.length));
    return [own(row), shifted(own(column), lag)] as const;
  }, [leads, slotsMs, row, column, lag]);
  const choose = (slots: number, isFinal: boolean) =>
    setView(
      { lag: slots === strongest ? undefined : String(Math.round((slots * stepMs) / MINUTE_MS)) },
      { replace: !isFinal },
    );
  const shiftText =
    lag === 0
      ? ''
      : `, ${fullName(after)} drawn ${formatDuration(Math.abs(lag) * stepMs)} ${lag > 0 ? 'earlier' : 'later'}`;
  return (
    <div className={styles.overlay}>
      <h3>{leadCell(leads, row, column).detail}</h3>
      <div className={styles.controls}>
        <label htmlFor={id}>Lag</label>
        <input
          id={id}
          type="range"
          min={-maxLag}
          max={maxLag}
          step={1}
          value={lag}
          aria-valuetext={lagName(lag * stepMs)}
          onChange={(event) => choose(Number(event.target.value), false)}
        />
        <output htmlFor={id}>
          {lagName(lag * stepMs)}, r = {formatCorrelation(correlationAt(leads, row, column, lag))}
        </output>
        {lag !== strongest && (
          <button type="button" onClick={() => choose(strongest, true)}>
            Strongest lag
          </button>
        )}
      </div>
      <LagProfile leads={leads} row={row} column={column} lag={lag} />
      <CrosshairProvider zone={zone}>
        <TimeSeriesChart
          title={`${fullName(first)} and ${fullName(after)}, standard deviations from the mean${shiftText}`}
          unit="none"
          times={slotsMs}
          step={stepMs}
          series={[
            { name: fullName(first), values: lines[0], tone: 'series1' },
            { name: fullName(after), values: lines[1], tone: 'series2' },
          ]}
          markers={events.map(({ time, text }) => ({ time: Date.parse(time), label: text }))}
          domain={[slotsMs[0] ?? 0, (slotsMs.at(-1) ?? 0) + stepMs]}
          yZero={false}
          height={180}
        />
      </CrosshairProvider>
      <h4>Released in this range</h4>
      {events.length > 0 ? (
        <EventList pipeline={pipeline.name} events={events} />
      ) : (
        <p>
          Nothing between {formatInstant(slotsMs[0] ?? 0, zone, nowMs)} and{' '}
          {formatInstant((slotsMs.at(-1) ?? 0) + stepMs, zone, nowMs)}.
        </p>
      )}
    </div>
  );
}

/** In slots; undefined where the URL names none, or one beyond those there are. */
function chosenLag(minutes: string | undefined, stepMs: number, maxLag: number): number | undefined {
  if (minutes === undefined) return undefined;
  const slots = Math.round((Number(minutes) * MINUTE_MS) / stepMs);
  return Math.abs(slots) <= maxLag ? slots : undefined;
}

function lagName(lagMs: number): string {
  if (lagMs === 0) return 'no lag';
  return lagMs > 0 ? `${formatDuration(lagMs)} after` : `${formatDuration(-lagMs)} before`;
}
