import type { Channel } from '#contract/notification-channel.ts';
import type { NotificationRoute } from '#contract/notification-route.ts';
import type { SilenceMatcher } from '#contract/silence.ts';

const operators: Record<SilenceMatcher['operator'], string> = {
  is: 'is',
  isNot: 'is not',
  startsWith: 'starts with',
};

export function matchersText(matchers: readonly SilenceMatcher[]): string {
  if (matchers.length === 0) return 'Every alert';
  return `Alerts whose ${matchers.map(({ label, operator, value }) => `${label} ${operators[operator]} “${value}”`).join(' and ')}`;
}

/** `On call at once; after 15 min Lead. Warnings wait from 22:00 to 07:00 (Europe/Berlin).` */
export function routeText(
  { levels, quietHours, continues }: NotificationRoute,
  channels: readonly Pick<Channel, 'id' | 'name'>[],
): string {
  const nameOf = (id: string) =>
    channels.find((channel) => channel.id === id)?.name ?? 'a channel that is gone';
  const told = levels.map(({ afterMinutes, channels: ids }) => {
    const names = ids.length === 0 ? 'nobody' : ids.map(nameOf).join(', ');
    return afterMinutes === 0 ? `${names} at once` : `after ${afterMinutes} min ${names}`;
  });
  const quiet =
    quietHours === null
      ? ''
      : ` Warnings wait from ${quietHours.from} to ${quietHours.to}${quietHours.weekend ? ' and over the weekend' : ''} (${quietHours.zone}).`;
  return `${told.join('; ')}.${quiet}${continues ? ' Later routes are asked as well.' : ''}`;
}
