import { useQuery } from '@tanstack/react-query';
import type { Delivery } from '#contract/delivery.ts';
import { alertDeliveriesQuery } from '../../api/notifications.ts';
import { formatDateTime, formatTime } from '../../format/time.ts';
import { toldWhat } from '../../format/told-what.ts';
import { useNow } from '../../shell/use-now.ts';
import { useZone } from '../../state/preferences.ts';
import styles from './delivery-log.module.css';

/** Who was told of an alert, when and by what, or why not. */
export function DeliveryLog({ alertId }: { alertId: string }) {
  const zone = useZone();
  const nowMs = useNow();
  const { data: deliveries, error } = useQuery(alertDeliveriesQuery(alertId));
  return (
    <section aria-labelledby="told">
      <h3 id="told">Who was told</h3>
      {error && !deliveries && <p role="alert">It cannot be looked up now.</p>}
      {deliveries?.length === 0 && (
        <p className={styles.none}>Nobody: no route matched, or nothing had to be told.</p>
      )}
      <ol className={styles.list}>
        {deliveries?.map((delivery) => (
          <li key={delivery.id} data-state={delivery.state}>
            <time dateTime={delivery.settledAt ?? delivery.queuedAt}>
              {formatDateTime(Date.parse(delivery.settledAt ?? delivery.queuedAt), zone)}
            </time>
            <span>{deliveryText(delivery, { zone, nowMs })}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function deliveryText(delivery: Delivery, { zone, nowMs }: { zone: string; nowMs: number }): string {
  const { state, channel, message, route, level, attempts, note, dueAt, latencyMs } = delivery;
  const what = toldWhat(message);
  const by = `route ${route}${level > 0 ? `, level ${level + 1}` : ''}`;
  switch (state) {
    case 'sent': {
      const tries = attempts === 1 ? '' : `, attempt ${attempts}`;
      return `${channel.name} was told ${what}, by ${by}${tries}${latencyMs === null ? '' : `, ${Math.round(latencyMs)} ms`}.`;
    }
    case 'digested':
      return `${channel.name} is told ${what} in a digest, by ${by}.`;
    case 'waiting':
      if (note === null && Date.parse(dueAt) <= nowMs)
        return `${channel.name} will be told ${what} as soon as what came before has arrived, by ${by}.`;
      return note === null
        ? `${channel.name} will be told ${what} at ${formatTime(Date.parse(dueAt), zone)}, by ${by}.`
        : `${channel.name} could not be told ${what}: ${note}. Attempt ${attempts + 1} at ${formatTime(Date.parse(dueAt), zone)}.`;
    case 'skipped':
      return `${channel.name} was not told ${what}: ${note ?? 'it was not needed'}.`;
    case 'dead':
      return `${channel.name} was never told ${what}: ${note ?? 'it failed'}, after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}.`;
    case 'discarded':
      return `${channel.name} was never told ${what}, and somebody put the message away.`;
  }
}
