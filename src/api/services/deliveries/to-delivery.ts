import type { Delivery } from '#contract/delivery.ts';
import type { StoredChannel, StoredDelivery } from '../../notification-store.ts';
import type { Ports } from '../../ports.ts';
import { titleOf } from '../alerts/title-of.ts';
import { instantOf } from '../alerts/to-alert.ts';

/** With the names that channels have now. */
export async function toDeliveries(
  { control }: Pick<Ports, 'control'>,
  stored: readonly StoredDelivery[],
): Promise<Delivery[]> {
  const channels = new Map((await control.listChannels()).map((channel) => [channel.id, channel]));
  return stored.map((delivery) => toDelivery(delivery, channels.get(delivery.channelId)));
}

function toDelivery(
  {
    channelId,
    subject,
    kind,
    queuedMs,
    dueMs,
    settledMs,
    id,
    key,
    alertId,
    severity,
    route,
    level,
    state,
    attempts,
    latencyMs,
    note,
  }: StoredDelivery,
  channel: StoredChannel | undefined,
): Delivery {
  return {
    id,
    key,
    alertId,
    severity,
    route,
    level,
    state,
    attempts,
    latencyMs,
    note,
    title: subject ? titleOf(subject) : 'Digest',
    message: kind,
    channel: {
      id: channelId,
      name: channel?.name ?? 'a channel that is gone',
      kind: channel?.settings.kind ?? 'webhook',
    },
    queuedAt: instantOf(queuedMs),
    dueAt: instantOf(dueMs),
    settledAt: settledMs === null ? null : instantOf(settledMs),
  };
}
