import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { Delivery } from '#contract/delivery.ts';
import { deadLettersQuery, settleDeadMutation } from '../../../api/notifications.ts';
import { useObstacle } from '../../../api/obstacle.ts';
import { formatInstant } from '../../../format/time.ts';
import { toldWhat } from '../../../format/told-what.ts';
import { reasonOf } from '../../../shell/boundary.tsx';
import { useNow } from '../../../shell/use-now.ts';
import { useZone } from '../../../state/preferences.ts';
import { Glyph } from '../../../ui/glyph.tsx';
import { alertsPath } from '../../../url/links.ts';
import { useView } from '../../../url/use-view.ts';
import styles from './notifications.module.css';

/** What reached nobody: it stays red until somebody tries it again or puts it away. */
export function DeadLetters() {
  const { data: letters = [] } = useQuery(deadLettersQuery());
  if (letters.length === 0) return null;
  return (
    <section aria-labelledby="dead" className={styles.dead}>
      <h2 id="dead">
        <Glyph name="critical" /> Not delivered
      </h2>
      <p>
        Given up after a day of attempts, or refused for good. The alerts are as they were; whoever should
        have been told was not.
      </p>
      <ul className={styles.list}>
        {letters.map((letter) => (
          <DeadLetter key={letter.id} letter={letter} />
        ))}
      </ul>
    </section>
  );
}

function DeadLetter({ letter }: { letter: Delivery }) {
  const { view } = useView();
  const zone = useZone();
  const nowMs = useNow(60_000);
  const obstacle = useObstacle('retryDelivery');
  const settle = useMutation(settleDeadMutation(useQueryClient()));
  const { id, title, alertId, message, channel, attempts, queuedAt, note } = letter;
  const isDisabled = obstacle !== undefined || settle.isPending;
  const what = <span className="visually-hidden">: {title}</span>;
  return (
    <li className={styles.item}>
      <span className={styles.what}>
        {alertId === null ? <strong>{title}</strong> : <Link href={alertsPath(alertId, view)}>{title}</Link>}
        <span>
          {channel.name} was to be told {toldWhat(message)},{' '}
          {formatInstant(Date.parse(queuedAt), zone, nowMs)}, {attempts}{' '}
          {attempts === 1 ? 'attempt' : 'attempts'}
        </span>
        <span className={styles.where}>{note}</span>
      </span>
      <span className={styles.acts}>
        <button
          type="button"
          disabled={isDisabled}
          title={obstacle}
          onClick={() => settle.mutate({ id, by: 'retry' })}
        >
          Try again {what}
        </button>
        <button
          type="button"
          disabled={isDisabled}
          title={obstacle}
          onClick={() => settle.mutate({ id, by: 'discard' })}
        >
          Put away {what}
        </button>
      </span>
      {settle.error && (
        <p role="alert" className={styles.error}>
          {reasonOf(settle.error)}
        </p>
      )}
    </li>
  );
}
