import type { PipelineEvent } from '#contract/event.ts';
import type { Pipeline } from '#contract/pipeline.ts';
import type { SeriesMove } from '#workers/tasks/series-tasks.ts';
import { formatDuration } from '../../format/number.ts';
import { formatInstant } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { useView } from '../../url/use-view.ts';
import { fullName } from './lead-cell.ts';
import type { Moves } from '../../leads/drift-moves.ts';
import { movedBefore, type Precursor } from '../../leads/moved-before.ts';
import styles from './moves-table.module.css';
import { moveText } from '../../leads/story.ts';

/** What moved before one change, upstream stages first, and what was released before it. */
export function BeforeSymptom({
  leads,
  symptom,
  pipeline,
  events,
}: {
  leads: Moves;
  symptom: SeriesMove;
  pipeline: Pipeline;
  events: readonly PipelineEvent[];
}) {
  const { setView } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const choice = leads.series[symptom.series];
  const before = movedBefore(leads, symptom, pipeline, events);
  return (
    <>
      <h2 id="before">Before {choice ? fullName(choice) : 'it'}</h2>
      <p>
        {moveText(leads, symptom)} at {formatInstant(symptom.atMs, zone, nowMs)}.{' '}
        <button type="button" onClick={() => setView({ feature: undefined })}>
          Close
        </button>
      </p>
      {before.precursors.length === 0 ? (
        <p className={styles.note}>No other series moved in the hour before it.</p>
      ) : (
        <div className={styles.scroller}>
          <table>
            <caption className="visually-hidden">What moved before it, upstream stages first</caption>
            <thead>
              <tr>
                <th scope="col">Before it by</th>
                <th scope="col">Where</th>
                <th scope="col">What changed</th>
              </tr>
            </thead>
            <tbody>
              {before.precursors.map((precursor) => (
                <tr key={`${precursor.move.series} ${precursor.move.atMs}`}>
                  <td className={styles.when}>{leadOf(precursor)}</td>
                  <td>{precursor.relation}</td>
                  <td>{moveText(leads, precursor.move)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3>Released in the hour before it</h3>
      {before.events.length === 0 ? (
        <p className={styles.note}>Nothing.</p>
      ) : (
        <ul>
          {before.events.map((event) => (
            <li key={`${event.time} ${event.text}`}>
              {formatInstant(Date.parse(event.time), zone, nowMs)} {event.text}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function leadOf({ leadMs, isSure }: Precursor): string {
  if (leadMs === 0) return 'at the same time';
  return isSure ? formatDuration(leadMs) : `${formatDuration(leadMs)}, order not sure`;
}
