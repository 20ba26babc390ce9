import type { Ports } from '../../ports.ts';

/** As long as Prometheus repeats a resolved alert: a member of the cluster that was away hears of it. */
const REPEAT_ENDED_MS = 15 * 60_000;

/**
 * Says again to every Alertmanager what is open: it takes for ended what it does not hear of. A member that cannot be
 * reached is not retried, the next time comes within a minute.
 *
 * @returns what went wrong, by channel
 */
export async function refreshReceivers({
  control,
  notifier,
}: Pick<Ports, 'control' | 'notifier'>): Promise<string[]> {
  const channels = (await control.listChannels()).filter(
    ({ isEnabled, settings }) => isEnabled && settings.kind === 'alertmanager',
  );
  const endedSinceMs = (await control.currentTime()) - REPEAT_ENDED_MS;
  const attempts = await Promise.all(
    channels.map(async (channel) => {
      const alerts = await control.listToldAlerts(channel.id, endedSinceMs);
      const { error } = await notifier.refresh(channel, alerts);
      return error === null ? [] : [`${channel.name}: ${error}`];
    }),
  );
  return attempts.flat();
}
