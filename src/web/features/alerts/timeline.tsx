import { useQuery } from '@tanstack/react-query';
import type { AlertTransition } from '#contract/alert-transition.ts';
import type { Delivery } from '#contract/delivery.ts';
import { alertDeliveriesQuery } from '../../api/notifications.ts';
import { usePersonNames } from '../../api/person-names.ts';
import type { Unit } from '../../format/number.ts';
import { formatDateTime } from '../../format/time.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import { deliveryText } from './delivery-text.ts';
import { moveText } from './move-text.ts';
import styles from './timeline.module.css';

type Entry = { key: string; at: string; text: string; state?: Delivery['state'] };

/** What happened to an alert and who was told of it, newest first. */
export function Timeline({
  alertId,
  transitions,
  unit,
}: {
  alertId: string;
  transitions: readonly AlertTransition[];
  unit: Unit;
}) {
  const zone = useZone();
  const nowMs = useNow();
  const nameOf = usePersonNames();
  const { data: deliveries, error } = useQuery(alertDeliveriesQuery(alertId));
  const moves = transitions.map((transition): Entry => {
    const { at, move, episode, text } = transition;
    return {
      key: `${at} ${move} ${episode} ${text ?? ''}`,
      at,
      text: moveText(transition, { unit, zone, nameOf }),
    };
  });
  const told = (deliveries ?? []).map((delivery): Entry => {
    const { id, state, settledAt, queuedAt } = delivery;
    return {
      key: `told ${id}`,
      at: settledAt ?? queuedAt,
      text: deliveryText(delivery, { zone, nowMs }),
      state,
    };
  });
  const entries = [...moves, ...told].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <>
      {error && !deliveries && <p role="alert">Who was told cannot be looked up now.</p>}
      {deliveries?.length === 0 && (
        <p className={styles.none}>Nobody was told: no route matched, or nothing had to be told.</p>
      )}
      <ol className={styles.list}>
        {entries.map(({ key, at, text, state }) => (
          <li key={key} data-state={state}>
            <time dateTime={at}>{formatDateTime(Date.parse(at), zone)}</time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
