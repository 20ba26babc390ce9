import { planMessage, type DeliveryScene } from '#control/notification/plan-message.ts';
import type { OutboxMessage } from '../../alert-store.ts';
import type { Ports } from '../../ports.ts';

const MOST_AT_ONCE = 200;
/** What is decided longer ago comes in a digest. */
export const LATE_MS = 15 * 60_000;

/** Hands the messages that were decided to the channels that their routes name. */
export async function planMessages({ control }: Pick<Ports, 'control'>, leaseMs: number): Promise<void> {
  const claimed = await control.claimMessages(MOST_AT_ONCE, leaseMs);
  if (claimed.length === 0) return;
  const [{ routes }, channels, atMs] = await Promise.all([
    control.readRoutes(),
    control.listChannels(),
    control.currentTime(),
  ]);
  const enabled = channels
    .filter(({ isEnabled }) => isEnabled)
    .map(({ id, settings: { kind } }) => ({ id, kind }));
  for (const { key, message, alert, isLate } of claimed) {
    const scene: DeliveryScene = {
      routes,
      channels: enabled,
      told: isAfterOthers(message) ? await control.listTold(alert.id, message.episode) : [],
      atMs,
      isLate: isLate || atMs - message.atMs > LATE_MS,
    };
    await control.planDeliveries(key, planMessage(message, alert, scene));
  }
}

function isAfterOthers({ kind }: OutboxMessage['message']): boolean {
  return kind === 'repage' || kind === 'acknowledged' || kind === 'resolve';
}
