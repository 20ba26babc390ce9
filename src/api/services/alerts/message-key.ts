import type { Message } from '#control/alert/step.ts';

/** The same for a message whenever it is sent, so that receivers count it once. */
export function messageKey(alertId: string, { episode, kind, number }: Message): string {
  return `${alertId}/${episode}/${kind}/${number}`;
}
