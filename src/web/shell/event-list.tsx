import { Link } from 'wouter';
import type { PipelineEvent } from '#contract/pipeline.ts';
import { formatAgo, formatInstant } from '../format/time.ts';
import { useZone } from '../state/preferences.ts';
import { stagePath } from '../url/links.ts';
import { useView } from '../url/use-view.ts';
import styles from './event-list.module.css';
import { useNow } from './use-now.ts';

/** More than these are folded. */
const MOST_OPEN = 6;

/** What happened in the range, newest first. Events of `own` are not told apart by stage. */
export function EventList({
  pipeline,
  events,
  own,
}: {
  pipeline: string;
  events: readonly PipelineEvent[];
  own?: string;
}) {
  const newest = events.toReversed();
  if (newest.length === 0) return <p className={styles.none}>No version changed in this range.</p>;
  const rows = (shown: readonly PipelineEvent[]) => (
    <ol className={styles.list}>
      {shown.map((event) => (
        <EventRow
          key={`${event.time} ${event.stage} ${event.text}`}
          pipeline={pipeline}
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
  pipeline,
  event,
  own,
}: {
  pipeline: string;
  event: PipelineEvent;
  own: string | undefined;
}) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const timeMs = Date.parse(event.time);
  return (
    <li>
      <time dateTime={event.time}>{formatInstant(timeMs, zone, nowMs)}</time>
      <span>
        {event.stage === own ? (
          event.text
        ) : (
          <Link href={stagePath(pipeline, event.stage, view)}>{event.text}</Link>
        )}
        {own !== undefined && event.stage !== own && ' (another stage)'}{' '}
        <span className={styles.ago}>{formatAgo(timeMs, nowMs)}</span>
      </span>
    </li>
  );
}
