import { Link } from 'wouter';
import type { PipelineEvent } from '#contract/event.ts';
import type { SeriesMove } from '#workers/tasks/series-tasks.ts';
import { useMetricBook } from '../../api/metric-settings.ts';
import { formatDifference, formatValue } from '../../format/number.ts';
import { formatDay, formatInstant, formatTime } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { LongName } from '../../ui/long-name.tsx';
import { stagePath } from '../../url/links.ts';
import { useView } from '../../url/use-view.ts';
import { formatBound } from '../../url/view.ts';
import type { Moves } from '../../leads/drift-moves.ts';
import { turnOf } from '../../leads/turn.ts';
import { seriesId, seriesName, seriesUnit } from '../../leads/series-name.ts';
import styles from './moves-table.module.css';

const DAY_MS = 86_400_000;
/** More than these are folded: the smallest go first. */
const mostShown = 30;

/** Changes and what was released, in the order of time. */
export function MovesTable({
  leads,
  events,
  pipeline,
  symptom,
}: {
  leads: Moves;
  events: readonly PipelineEvent[];
  pipeline: string;
  symptom: SeriesMove | undefined;
}) {
  if (leads.moves.length === 0) {
    return (
      <p className={styles.note}>
        No series has a change that its noise would not explain. {leads.series.length} were searched.
      </p>
    );
  }
  const shown = new Set(leads.moves.toSorted((a, b) => b.size - a.size).slice(0, mostShown));
  const rows = [
    ...leads.moves.filter((move) => shown.has(move)).map((move) => ({ timeMs: move.atMs, move })),
    ...events.map((event) => ({ timeMs: Date.parse(event.time), event })),
  ].sort((a, b) => a.timeMs - b.timeMs);
  return (
    <>
      <div className={styles.scroller}>
        <table>
          <caption className="visually-hidden">Changes of the series, earliest first, and releases</caption>
          <thead>
            <tr>
              <th scope="col">When (95 %)</th>
              <th scope="col">Stage</th>
              <th scope="col">What changed</th>
              <th scope="col" data-numeric title="against the noise of the series over long stretches">
                Size
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) =>
              'move' in row ? (
                <MoveRow
                  key={`${row.move.series} ${row.timeMs}`}
                  leads={leads}
                  move={row.move}
                  pipeline={pipeline}
                  isSymptom={row.move === symptom}
                />
              ) : (
                <EventRow key={`${row.event.time} ${row.event.text}`} event={row.event} />
              ),
            )}
          </tbody>
        </table>
      </div>
      {leads.moves.length > mostShown && (
        <p className={styles.note}>
          The {mostShown} largest of {leads.moves.length} changes.
        </p>
      )}
      <p className={styles.note}>
        Changes of the mean, and rises of the drift score against the reference, each with the interval in
        which it lies. Choose one to see what moved before it.
      </p>
    </>
  );
}

function MoveRow({
  leads,
  move,
  pipeline,
  isSymptom,
}: {
  leads: Moves;
  move: SeriesMove;
  pipeline: string;
  isSymptom: boolean;
}) {
  const { view, setView } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const choice = leads.series[move.series];
  const book = useMetricBook(pipeline, choice?.stage ?? '');
  if (!choice) return null;
  const unit = seriesUnit(choice);
  const turn = turnOf(choice, move, book);
  const verb = move.after > move.before ? 'up' : 'down';
  const isLong = move.toMs - move.fromMs >= DAY_MS;
  const bound = (timeMs: number) => (isLong ? formatDay(timeMs, zone) : formatTime(timeMs, zone));
  return (
    <tr data-chosen={isSymptom || undefined}>
      <td className={styles.when}>
        <Link href={stagePath(pipeline, choice.stage, view, { at: formatBound(move.atMs) })}>
          {formatInstant(move.atMs, zone, nowMs)}
        </Link>{' '}
        <span className={styles.interval}>
          [{bound(move.fromMs)}, {bound(move.toMs)}]
        </span>
      </td>
      <th scope="row">
        <LongName name={choice.stage} most={20} />
      </th>
      <td>
        <button
          type="button"
          data-kind="plain"
          className={styles.choose}
          aria-pressed={isSymptom}
          onClick={() => setView({ feature: isSymptom ? undefined : seriesId(choice) })}
        >
          <LongName name={seriesName(choice)} most={28} />
        </button>{' '}
        {verb} {formatDifference(move.after - move.before, unit)}, {formatValue(move.before, unit)} →{' '}
        {formatValue(move.after, unit)}
        {turn && ` (${turn})`}
      </td>
      <td data-numeric>{formatValue(move.size, 'none')} σ</td>
    </tr>
  );
}

function EventRow({ event }: { event: PipelineEvent }) {
  const zone = useZone();
  const nowMs = useNow(60_000);
  return (
    <tr className={styles.event}>
      <td>{formatInstant(Date.parse(event.time), zone, nowMs)}</td>
      <th scope="row">
        <LongName name={event.stage ?? 'all'} most={20} />
      </th>
      <td colSpan={2}>{event.text}</td>
    </tr>
  );
}
