import type { AlertSubject } from '#contract/alert.ts';
import type { ChannelKind } from '#contract/notification-channel.ts';
import type { NotificationRoute } from '#contract/notification-route.ts';
import type { MessageKind } from '../alert/message-kind.ts';
import type { Message } from '../alert/step.ts';
import { matchingRoutes } from './matching-routes.ts';
import { quietUntil } from './quiet-until.ts';

const MINUTE_MS = 60_000;

/** One message by one channel, after so much time. */
export type PlannedDelivery = {
  channelId: string;
  route: string;
  level: number;
  delayMs: number;
  /** Held back over quiet hours, or decided late: told together with others. */
  isForDigest: boolean;
};

export type DeliveryScene = {
  routes: readonly NotificationRoute[];
  /** Those that are switched on. */
  channels: readonly { id: string; kind: ChannelKind }[];
  /** By which the episode has been told so far, or is about to be. */
  told: readonly { channelId: string; route: string; level: number }[];
  atMs: number;
  /** Whether it was decided so long ago that it no longer comes at its time. */
  isLate: boolean;
};

/** By which channels a message goes, and when: each channel gets it once, as early as any route or level says. */
export function planMessage(
  message: Pick<Message, 'kind' | 'severity'>,
  alert: AlertSubject,
  scene: DeliveryScene,
): PlannedDelivery[] {
  const routes = matchingRoutes({ ...alert, severity: message.severity }, scene.routes);
  const isCritical = message.severity === 'critical';
  const kindOf = new Map(scene.channels.map(({ id, kind }) => [id, kind]));
  const earliest = new Map<string, PlannedDelivery>();
  const add = (planned: PlannedDelivery) => {
    const known = earliest.get(planned.channelId);
    const kind = kindOf.get(planned.channelId);
    if (!kind || !concerns(message.kind, kind)) return;
    if (!known || planned.delayMs < known.delayMs) earliest.set(planned.channelId, planned);
  };

  for (const { name, levels, quietHours } of routes) {
    const endMs = isCritical || quietHours === null ? null : quietUntil(quietHours, scene.atMs);
    const holdMs = endMs === null ? 0 : endMs - scene.atMs;
    for (const [level, { afterMinutes, channels }] of levels.entries()) {
      if (!reaches(message.kind, level)) continue;
      const delayMs = isForLevels(message.kind) ? afterMinutes * MINUTE_MS : 0;
      const planned = {
        route: name,
        level,
        delayMs: Math.max(delayMs, holdMs),
        isForDigest: scene.isLate || holdMs > delayMs,
      };
      for (const channelId of channels) add({ channelId, ...planned });
    }
  }
  if (isForWhoeverWasTold(message.kind)) {
    for (const { channelId, route, level } of scene.told) {
      const quietHours = routes.find(({ name }) => name === route)?.quietHours ?? null;
      const endMs = isCritical || quietHours === null ? null : quietUntil(quietHours, scene.atMs);
      const delayMs = endMs === null ? 0 : endMs - scene.atMs;
      add({ channelId, route, level, delayMs, isForDigest: scene.isLate || delayMs > 0 });
    }
  }
  return [...earliest.values()];
}

/** Whether it climbs the levels of a route from the first one on. */
function isForLevels(kind: MessageKind): boolean {
  switch (kind) {
    case 'fire':
    case 'upgrade':
    case 'acknowledgementExpired':
    case 'unacknowledged':
    case 'snoozeEnded':
    case 'unmuted':
      return true;
    case 'repage':
    case 'acknowledged':
    case 'acknowledgementReminder':
    case 'resolve':
      return false;
  }
}

/** Another page goes to the first level, and to whoever was told already; the rest have their time of their own. */
function reaches(kind: MessageKind, level: number): boolean {
  return isForLevels(kind) || (kind === 'repage' && level === 0) || kind === 'acknowledgementReminder';
}

function isForWhoeverWasTold(kind: MessageKind): boolean {
  return kind === 'repage' || kind === 'acknowledged' || kind === 'resolve';
}

/**
 * A reminder is for one person, so it goes only where a person can be reached. That somebody took the alert is for those
 * who read or keep it together; a phone need not ring for it, and Alertmanager has no word for it.
 */
function concerns(message: MessageKind, channel: ChannelKind): boolean {
  const isPersonal = channel === 'email' || channel === 'webpush' || channel === 'ntfy';
  if (message === 'acknowledgementReminder') return isPersonal && channel !== 'ntfy';
  return message !== 'acknowledged' || (!isPersonal && channel !== 'alertmanager');
}
