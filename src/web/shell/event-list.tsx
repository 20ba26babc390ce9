import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import type { PipelineEvent } from '#contract/event.ts';
import { formatAgo, formatInstant } from '../format/time.ts';
import { useZone } from '../state/preferences.ts';
import { LongName } from '../ui/long-name.tsx';
import { stagePath } from '../url/links.ts';
import { useView } from '../url/use-view.ts';
import styles from './event-list.module.css';
import { useNow } from './use-now.ts';

const DeleteNote = lazy(async () => ({ default: (await import('./delete-note.tsx')).DeleteNote }));

/** More than these are folded. */
const MOST_OPEN = 6;

/** What happened in the range, newest first: of one pipeline, or of all; events of stage `own` are not told apart. */
export function EventList({
  pipeline,
  events,
  own,
}: {
  pipeline?: string;
  events: readonly PipelineEvent[];
  own?: string;
}) {
  const newest = events.toReversed();
  if (newest.length === 0)
    return (
      <p className={styles.none}>
        Nothing happened in this range: no alert, no new version, definition, reference or label.
      </p>
    );
  const rows = (shown: readonly PipelineEvent[]) => (
    <ol className={styles.list}>
      {shown.map((event) => (
        <EventRow
          key={`${event.time} ${event.pipeline} ${event.stage} ${event.text}`}
          isNamed={pipeline === undefined}
          event={event}
          own={own}
        />
      ))}
    </ol>
  );
  return (
    <>
      {rows(newest.slice(0, MOST_OPEN))}
      {newest.length > MOST_OPEN && (
        <details>
          <summary>{newest.length - MOST_OPEN} earlier</summary>
          {rows(newest.slice(MOST_OPEN))}
        </details>
      )}
    </>
  );
}

function EventRow({
  isNamed,
  event,
  own,
}: {
  /** Whether the pipeline is said. */
  isNamed: boolean;
  event: PipelineEvent;
  own: string | undefined;
}) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const timeMs = Date.parse(event.time);
  const isElsewhere = event.stage !== undefined && event.stage !== own;
  return (
    <li>
      <time dateTime={event.time}>{formatInstant(timeMs, zone, nowMs)}</time>
      <span>
        {isNamed && (
          <>
            <LongName name={event.pipeline} most={24} />:{' '}
          </>
        )}
        {isElsewhere ? (
          <Link href={stagePath(event.pipeline, event.stage ?? '', view)}>{event.text}</Link>
        ) : (
          event.text
        )}
        {own !== undefined && isElsewhere && ' (another stage)'}{' '}
        <span className={styles.ago}>{formatAgo(timeMs, nowMs)}</span>
        {event.noteId !== undefined && (
          <Suspense>
            <DeleteNote pipeline={event.pipeline} id={event.noteId} text={event.text} />
          </Suspense>
        )}
      </span>
    </li>
  );
}
