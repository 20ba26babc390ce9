import type { AlertBadge } from '#contract/alert.ts';
import type { AlertTab } from '#contract/alert-words.ts';
import { isOpen, type AlertState } from './alert-state.ts';

type Axes = Pick<AlertState, 'condition' | 'episode' | 'mute'> & {
  handling: { kind: AlertState['handling']['kind'] };
};

/** One word for what a person must know first: what somebody decided, then what the machine holds back, then the condition. */
export function badgeOf(alert: Axes): AlertBadge {
  if (!isOpen(alert)) {
    if (alert.condition === 'pending') return 'pending';
    return alert.episode > 0 ? 'resolved' : 'normal';
  }
  if (alert.handling.kind !== 'none') return alert.handling.kind;
  if (alert.mute) return alert.mute.kind === 'silence' ? 'silenced' : 'suppressed';
  return alert.condition === 'recovering' ? 'recovering' : 'firing';
}

/** Where the inbox shows it; echoes of an upstream alert stay beside it. What is pending or normal is shown on charts only. */
export function tabOf(badge: AlertBadge): AlertTab | undefined {
  switch (badge) {
    case 'firing':
    case 'recovering':
    case 'suppressed':
      return 'firing';
    case 'acknowledged':
    case 'snoozed':
    case 'silenced':
    case 'resolved':
      return badge;
    case 'normal':
    case 'pending':
      return undefined;
  }
}
