import { lazy, Suspense, useState } from 'react';
import type { PipelineEvent } from '#contract/event.ts';
import { isLive, resolveRange, type TimeRange } from '../../api/time-range.ts';
import { useNow } from '../../shell/use-now.ts';
import { useView } from '../../url/use-view.ts';
import { EventLane } from './event-lane.tsx';
import styles from './event-section.module.css';

const EventList = lazy(async () => ({ default: (await import('../../shell/event-list.tsx')).EventList }));
const NoteForm = lazy(async () => ({ default: (await import('./note-form.tsx')).NoteForm }));

const MINUTE_MS = 60_000;
const STEP_SECONDS = 60;

/** What happened in the range, as a lane over the charts and as a list; and the place to add a note. */
export function EventSection({
  pipeline,
  stage,
  events,
  range,
}: {
  pipeline: string;
  stage: string;
  events: readonly PipelineEvent[];
  range: TimeRange;
}) {
  const { view } = useView();
  const nowMs = useNow(MINUTE_MS);
  const [isWriting, setWriting] = useState(false);
  const { fromMs, toMs } = resolveRange(range, nowMs, STEP_SECONDS);
  const atMs = view.at === undefined ? (isLive(range) ? nowMs : toMs) : Date.parse(view.at);
  return (
    <section aria-label="Events" className={styles.events}>
      <EventLane events={events} fromMs={fromMs} toMs={toMs} />
      <div className={styles.below}>
        <details className={styles.list} open={events.length <= 3 || undefined}>
          <summary>
            {events.length === 0
              ? 'No events'
              : `${events.length} ${events.length === 1 ? 'event' : 'events'}`}
          </summary>
          <Suspense>
            <EventList pipeline={pipeline} events={events} own={stage} />
          </Suspense>
        </details>
        <button type="button" onClick={() => setWriting(true)}>
          Write a note
        </button>
      </div>
      {isWriting && (
        <Suspense>
          <NoteForm pipeline={pipeline} stage={stage} atMs={atMs} onClose={() => setWriting(false)} />
        </Suspense>
      )}
    </section>
  );
}
