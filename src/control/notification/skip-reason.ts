import { isOpen, type AlertState } from '../alert/alert-state.ts';
import type { Message } from '../alert/step.ts';

/**
 * Why a level above the first need not be told any more of what it would have been told of; null while it must.
 * The first level is always told: it hears of the end, too.
 */
export function skipReason(
  { episode }: Pick<Message, 'episode'>,
  level: number,
  state: AlertState,
): string | null {
  if (level === 0) return null;
  if (state.episode !== episode || !isOpen(state)) return 'it was over by then';
  switch (state.handling.kind) {
    case 'acknowledged':
      return `${state.handling.by} had acknowledged it`;
    case 'snoozed':
      return `${state.handling.by} had snoozed it`;
    case 'none':
      return state.mute === null ? null : 'a silence or an upstream alert held it back';
  }
}
