import type { Delivery } from '#contract/delivery.ts';
import { formatTime } from '../../format/time.ts';
import { toldWhat } from '../../format/told-what.ts';

/** Who was told what of an alert and by what, or why not. */
export function deliveryText(delivery: Delivery, { zone, nowMs }: { zone: string; nowMs: number }): string {
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
