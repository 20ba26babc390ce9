import type { RolloutEvent } from '#contract/rollout-event.ts';
import { usePersonNames } from '../../api/person-names.ts';
import { formatInstant } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { eventText } from './rollout-text.ts';
import styles from './rollout-history.module.css';

/** Who did what, when and why, the latest first. */
export function RolloutHistory({ events }: { events: readonly RolloutEvent[] }) {
  const zone = useZone();
  const nowMs = useNow(60_000);
  const nameOf = usePersonNames();
  return (
    <ol className={styles.history} reversed>
      {events.map((event) => (
        <li key={event.seq}>
          <time dateTime={event.at}>{formatInstant(Date.parse(event.at), zone, nowMs)}</time>
          <span>
            <strong>{nameOf(event.actor)}</strong> {eventText(event.kind)}
            {event.from !== event.to && `, candidate at ${event.candidateBasisPoints / 100} %`}
            {event.text !== '' && `: ${event.text}`}
            {event.withoutEvidence && <strong className={styles.forced}> without evidence</strong>}
          </span>
        </li>
      ))}
    </ol>
  );
}
